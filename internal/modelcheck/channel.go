package modelcheck

func channelChecks() []Check { return nil }
