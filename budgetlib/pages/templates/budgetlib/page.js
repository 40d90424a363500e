(() => {
  // Which language is shown: asked by the address, kept from last time, or the page's own.
  const kept = { get: () => { try { return localStorage.getItem('lang') } catch { return null } },
                 set: to => { try { localStorage.setItem('lang', to) } catch {} } }
  const radios = [...document.querySelectorAll('.switch input')]
  const first = document.documentElement.lang
  const show = to => {
    radios.forEach(each => { each.checked = each.value === to })
    document.documentElement.lang = to
    document.querySelectorAll('[data-en] img').forEach(img => {
      img.alt = img.closest('[data-en]').dataset[to.slice(0, 2)]
    })
    document.querySelectorAll('a[href]').forEach(a => {
      if (a.protocol === location.protocol && !a.getAttribute('href').startsWith('#'))
        a.search = to === first ? '' : '?lang=' + to
    })
  }
  radios.forEach(each => each.addEventListener('change', () => { kept.set(each.value); show(each.value) }))
  const asked = new URLSearchParams(location.search).get('lang') || kept.get()
  if (asked !== first && radios.some(each => each.value === asked)) show(asked)

  // A table that lists many is sorted by a click on a head, and each can be taken away as CSV.
  const text = cell => cell.innerText.trim()
  const value = cell => { const told = text(cell).replace(/[,%]/g, '').replace('−', '-')
    return told === '' ? null : isNaN(told) ? told : Number(told) }
  const plain = table => [...table.rows].every(row => [...row.cells].every(c => c.colSpan * c.rowSpan === 1))
  document.querySelectorAll('main .wide > table').forEach(table => {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: 'CSV', className: 'take' })
    button.addEventListener('click', () => {
      const rows = [...table.rows].map(row => [...row.cells].flatMap(cell =>
        [`"${text(cell).replaceAll('"', '""')}"`, ...Array(cell.colSpan - 1).fill('""')]).join(','))
      const url = URL.createObjectURL(new Blob(['\ufeff' + rows.join('\r\n')], { type: 'text/csv' }))
      Object.assign(document.createElement('a'), { href: url, download: document.title + '.csv' }).click()
    })
    table.parentElement.after(button)
    const body = table.tBodies[0], head = table.tHead
    if (!head || head.rows.length !== 1 || !body || body.rows.length < 3 || !plain(table)) return
    const heads = [...head.rows[0].cells]
    const rows = [...body.rows]
    heads.forEach((head, at) => {
      if (!head.textContent.trim()) return
      const by = document.createElement('button')
      by.append(...head.childNodes)
      head.append(by)
      by.addEventListener('click', () => {
        const down = head.getAttribute('aria-sort') === 'ascending'
        heads.forEach(each => each.removeAttribute('aria-sort'))
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending')
        const told = rows.map(row => [value(row.cells[at]), row])
        told.sort(([x], [y]) => x === null || y === null ? (x === null) - (y === null) : (down ? -1 : 1) *
          (typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y), 'zh')))
        body.append(...told.map(([, row]) => row))
      })
    })
  })

  // On paper nothing is folded but the code.
  const folded = () => [...document.querySelectorAll('main details:not(.code)')].filter(each => !each.open)
  let opened = []
  addEventListener('beforeprint', () => { opened = folded(); opened.forEach(each => { each.open = true }) })
  addEventListener('afterprint', () => opened.forEach(each => { each.open = false }))

  // The index over many is sifted by a word and by a verdict.
  const search = document.getElementById('search'), states = [...document.querySelectorAll('select.state')]
  const sift = () => document.querySelectorAll('tr[data-state]').forEach(row => {
    row.hidden = !row.textContent.includes(search.value.trim()) || Boolean(states[0].value && row.dataset.state !== states[0].value)
  })
  if (search) search.addEventListener('input', sift)
  states.forEach(each => each.addEventListener('change', () => { // one for each language
    states.forEach(other => { other.value = each.value })
    sift()
  }))
})()
