(() => {
  const kept = { get: () => { try { return localStorage.getItem('lang') } catch { return null } },
                 set: to => { try { localStorage.setItem('lang', to) } catch {} } }
  const radios = document.querySelectorAll('.switch input')
  const show = to => {
    radios.forEach(each => { each.checked = each.value === to })
    document.documentElement.lang = to
    document.querySelectorAll('a[href]').forEach(a => {
      if (a.protocol !== location.protocol || a.getAttribute('href').startsWith('#')) return
      a.search = to === first ? '' : '?lang=' + to
    })
  }
  const first = document.documentElement.lang
  radios.forEach(each => each.addEventListener('change', () => { kept.set(each.value); show(each.value) }))
  const asked = new URLSearchParams(location.search).get('lang') || kept.get()
  if (asked && asked !== first) show(asked)
  document.querySelectorAll('table.sortable').forEach(table => {
    const body = table.tBodies[0], rows = [...body.rows]
    const told = (row, at) => { const text = row.cells[at].textContent.trim().replace(/[,%]/g, '').replace('−', '-')
      return text === '' || isNaN(text) ? text : Number(text) }
    table.querySelectorAll('thead th').forEach((head, at) => {
      const button = head.querySelector('button')
      button.addEventListener('click', () => {
        const down = head.getAttribute('aria-sort') === 'ascending'
        table.querySelectorAll('thead th').forEach(each => each.removeAttribute('aria-sort'))
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending')
        rows.sort((a, b) => { const x = told(a, at), y = told(b, at)
          const by = typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y), 'zh')
          return down ? -by : by })
        body.append(...rows)
      })
    })
    const search = document.getElementById('search'), state = document.getElementById('state')
    const sift = () => rows.forEach(row => {
      row.hidden = !row.textContent.includes(search.value.trim()) || (state.value && row.dataset.state !== state.value)
    })
    search.addEventListener('input', sift); state.addEventListener('change', sift)
  })
})()
