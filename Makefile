# The usual names for what ./ttdust does. Options: make demo ARGS='--json'
.PHONY: build run send query demo test test-unit test-int bench torture lint fmt check ci proto
build: ; ./ttdust maven -ntp package -DskipTests
run: ; ./ttdust dev $(ARGS)
send: ; ./ttdust send $(ARGS)
query: ; ./ttdust query $(ARGS)
demo: ; ./ttdust demo $(ARGS)
test: ; ./ttdust test $(ARGS)
test-unit: ; ./ttdust test -pl domain,application $(ARGS)
test-int: ; ./ttdust test -pl bootstrap -am $(ARGS)
bench: ; ./ttdust bench $(or $(NAME),ingest) $(ARGS)
torture: ; ./ttdust torture $(ARGS)
lint: ; ./ttdust maven -ntp verify -DskipTests
fmt: ; ./ttdust maven -ntp -q spotless:apply
check: ; ./ttdust test
ci: ; .ci/run
proto: ; ./ttdust maven -ntp -q generate-sources -pl proto
