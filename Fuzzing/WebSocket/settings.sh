# The modules under test, in the order of their dependencies, and what the targets share with the tests.
modules="CZlib WebSocketCore"
shared="Tests/WebSocketCoreTests/Support"
link="-lz"
