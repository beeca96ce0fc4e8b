package modelcheck

func gcChecks() []Check { return nil }
