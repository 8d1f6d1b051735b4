"""The rules of sports, draws and standings: pure functions of frozen values, without clock, chance or I/O."""
