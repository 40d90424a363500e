# make report   the bundled disclosures as HTML pages in reports/
# make test     linters, types, tests, and the notebooks against their stored outputs
# make lab      JupyterLab in the notebooks folder
# make golden   the golden record of tests/golden anew (see its CHANGES.md)
# make data     the bundled disclosures imported anew from DOCUMENTS
# make attack   ten thousand damaged documents and altered packages: nothing lost unsaid
# make wheel    the wheel in fresh environments: Python 3.11, and the newest that there is
# make notebooks   run the notebooks in place, to store new outputs

PYTHON ?= python3
DOCUMENTS ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: report test lab notebooks golden data attack wheel clean

report: .venv/runtime
	$(BIN)/budgetlib report

test: .venv/extras
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest tests notebooks --nbval -n 3 --dist loadfile \
	  $(if $(DOCUMENTS),"--documents=$(DOCUMENTS)")

lab: .venv/extras
	$(BIN)/jupyter lab --notebook-dir notebooks

notebooks: .venv/extras
	$(BIN)/jupyter nbconvert --to notebook --execute --inplace \
	  --ExecutePreprocessor.record_timing=False \
	  --KernelManager.transport_encryption=auto notebooks/*.ipynb
	$(BIN)/ruff format notebooks

golden: .venv/extras
	$(BIN)/python tests/golden/record.py $(if $(DOCUMENTS),"--documents=$(DOCUMENTS)")

data: .venv/extras
	$(BIN)/python tests/golden/packages.py "$(DOCUMENTS)"

attack: .venv/extras
	$(BIN)/python tests/benchmarks/attack.py --inputs 10000

wheel: .venv/extras
	$(BIN)/python tests/benchmarks/wheel.py

clean:
	rm -rf .venv build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find reports -mindepth 1 -maxdepth 1 -type d -exec rm -rf {} +

# A stamp is newer than what it was installed from; nothing is installed twice.
.venv/made:
	$(PYTHON) -m venv .venv
	touch $@

.venv/runtime: .venv/made pyproject.toml constraints.txt
	@echo 'Installing into .venv ...'
	$(PIP) -e .
	touch $@

.venv/extras: .venv/made pyproject.toml constraints.txt
	@echo 'Installing into .venv, with what tests and JupyterLab need ...'
	$(PIP) -e '.[lab,test]'
	touch $@ .venv/runtime
