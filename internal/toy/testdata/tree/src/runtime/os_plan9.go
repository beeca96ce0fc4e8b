package runtime

func onlyWindows() {}

func (mp *m) suspend() {}
