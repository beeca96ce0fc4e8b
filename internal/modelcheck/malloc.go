package modelcheck

func mallocChecks() []Check { return nil }
