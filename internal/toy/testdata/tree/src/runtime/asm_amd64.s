// Entry and switches of stacks.

#include "textflag.h"

TEXT runtime·rt0_go(SB),NOSPLIT|NOFRAME|TOPFRAME,$0
	CALL	runtime·schedinit(SB)
	MOVQ	$runtime·main(SB), AX
	CALL	runtime·schedule(SB)
	RET

// mcall never returns to its caller's line.
TEXT runtime·mcall(SB), NOSPLIT, $0-8
	MOVQ	fn+0(FP), DI
	CALL	DI
	RET

TEXT runtime·systemstack(SB), NOSPLIT, $16-8
	MOVQ	fn+0(FP), DI
	CALL	DI
	JMP	done
done:
	RET

TEXT runtime·gogo(SB), NOSPLIT, $0-8
	JMP	gogo<>(SB)

TEXT gogo<>(SB), NOSPLIT, $0
	RET

TEXT runtime·getg(SB), NOSPLIT, $0-8
	RET

TEXT runtime·abort(SB), NOSPLIT, $1
	INT	$3

TEXT runtime·futexsleep(SB), NOSPLIT, $0
	RET

TEXT runtime·morestack(SB), NOSPLIT, $0-0
	CALL	runtime·newstack(SB)
	RET

TEXT runtime·morestack_noctxt(SB), NOSPLIT, $0
	JMP	runtime·morestack(SB)

TEXT stubA<>(SB), NOSPLIT, $0-1
	JMP	runtime·morestack_noctxt(SB)

TEXT stubB<>(SB), NOSPLIT, $0
	JMP	runtime·morestack_noctxt(SB)

TEXT stubC<>(SB), NOSPLIT, $0
	JMP	runtime·morestack_noctxt(SB)

TEXT other∕pkg·stubD(SB), NOSPLIT, $0
	JMP	runtime·morestack_noctxt(SB)
