package modelcheck

func pacerChecks() []Check { return nil }
