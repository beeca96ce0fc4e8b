package runtime

// newosproc asks Windows.
func newosproc(mp *m) { mp.id-- }

func (mp *m) suspend() {}

func onlyWindows() {}
