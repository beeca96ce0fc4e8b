package runtime

// veryLongName_ofAFunctionThatDoesNotFitIntoABox has a long name, and a comment of one sentence that goes on and on about it until it has got more than one hundred and sixty letters, behind which it is cut.
func veryLongName_ofAFunctionThatDoesNotFitIntoABox(first, second, third int64, fourth func(a, b, c int) (d, e, f error)) (result map[string][]byte, err error) { // and a long line
	for range 8 {
		unlockOSThread()
		unlockOSThread()
	}
	unlockOSThread()
	unlockOSThread()
	unlockOSThread()
	unlockOSThread()
	unlockOSThread()
	unlockOSThread()
	return nil, nil
}
