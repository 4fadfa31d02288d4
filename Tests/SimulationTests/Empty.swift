// simulation tests
