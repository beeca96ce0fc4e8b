package sync

func only() {}
