package modelcheck

func stackChecks() []Check { return nil }
