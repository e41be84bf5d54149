# For those who have make. Every target only calls something that works without it.

.PHONY: run test lint messages bench bench-peers faults clean

run:
	./run

test:
	./test

lint:
	./test tests/architecture

messages:
	./test --messages

bench:
	./test --bench $(ARGS)
ifeq ($(ARGS),)
	./test --bench --console --engine sqlite --records 10000000
	./test --bench --console --engine postgresql --records 10000000
endif

bench-peers:
	./test --bench-peers

faults:
	./test --faults $(ARGS)

clean:
	rm -rf .peers .venv instance build *.egg-info .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	rm -rf tests/journeys/openid_client/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
