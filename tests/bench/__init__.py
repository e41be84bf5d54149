"""The benchmark: `make bench` or `./test --bench`. Not collected by pytest; its budgets of statements are."""
