package modelcheck

func schedChecks() []Check { return nil }
