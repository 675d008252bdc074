# The modules under test, in the order of their dependencies, and what the targets share with the tests.
modules="EngineIOCore"
shared="Tests/EngineIOCoreTests/Support"
link=
