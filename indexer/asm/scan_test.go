package asm

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// scanned lists the tokens of a text, one line for each of its lines.
func scanned(text string) []string {
	var lines []string
	last := 0
	for _, k := range Scan(text) {
		d := k.Kind.String() + ":" + text[k.Off:k.End]
		if n := lineOf(text, k.Off); n == last {
			lines[len(lines)-1] += " " + d
		} else {
			lines = append(lines, d)
			last = n
		}
	}
	return lines
}

func TestScan(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"// a comment ; TEXT", "comment:// a comment ; TEXT"},
		{"/* a\nb */ RET", "comment:/* a\nb */|mnemonic:RET"},
		{"/* open", "comment:/* open"},
		{`#include "textflag.h"`, `directive:#include string:"textflag.h"`},
		{"#  ifdef GOOS_linux // c", "directive:# directive:ifdef macro:GOOS_linux comment:// c"},
		{"/* c */ #else", "comment:/* c */ directive:#else"},
		{"RET #", "mnemonic:RET punct:#"},
		{"TEXT ·f<ABIInternal>(SB), NOSPLIT|7, $0-8",
			"pseudo:TEXT symbol:·f punct:< ident:ABIInternal punct:> punct:( pseudoreg:SB punct:) punct:, " +
				"flag:NOSPLIT punct:| number:7 punct:, punct:$ number:0 punct:- number:8"},
		{"DATA f<>+0x10(SB)/8, $\"a\\\"b\"",
			`pseudo:DATA symbol:f punct:< punct:> punct:+ number:0x10 punct:( pseudoreg:SB punct:) punct:/ number:8 punct:, punct:$ string:"a\"b"`},
		{"MOVQ $runtime·x(SB), AX", "mnemonic:MOVQ punct:$ symbol:runtime·x punct:( pseudoreg:SB punct:) punct:, register:AX"},
		{"MOVQ x+m_g0(SB), BX", "mnemonic:MOVQ symbol:x punct:+ ident:m_g0 punct:( pseudoreg:SB punct:) punct:, register:BX"},
		{"MOVQ x+8(FP), g", "mnemonic:MOVQ ident:x punct:+ number:8 punct:( pseudoreg:FP punct:) punct:, register:g"},
		{"BL.NE internal∕cpu·f(SB)", "mnemonic:BL.NE symbol:internal∕cpu·f punct:( pseudoreg:SB punct:)"},
		{"VLD1.P (R0), [V1.D2, V2.D2]",
			"mnemonic:VLD1.P punct:( register:R0 punct:) punct:, punct:[ register:V1 punct:. ident:D2 punct:, register:V2 punct:. ident:D2 punct:]"},
		{"R1: JMP R1; MOVQ R1, done\ndone:", "label:R1 punct:: mnemonic:JMP label:R1 punct:; mnemonic:MOVQ register:R1 punct:, ident:done|label:done punct::"},
		{"JMP done\ndone: CALL AX", "mnemonic:JMP label:done|label:done punct:: mnemonic:CALL register:AX"},
		{"LOCK; XADDL AX, (BX)", "mnemonic:LOCK punct:; mnemonic:XADDL register:AX punct:, punct:( register:BX punct:)"},
		{"MOVW R1>>2, R2->3, R3@>4, R4<<5",
			"mnemonic:MOVW register:R1 punct:>> number:2 punct:, register:R2 punct:-> number:3 punct:, register:R3 punct:@> number:4 punct:, register:R4 punct:<< number:5"},
		{"MOVD $1.5e-3, $'\\'', $.5, 0x1p+4", `mnemonic:MOVD punct:$ number:1.5e-3 punct:, punct:$ string:'\'' punct:, punct:$ number:.5 punct:, number:0x1p+4`},
		{"\"open\nRET", "string:\"open|mnemonic:RET"},
		{"GO_ARGS", "macro:GO_ARGS"},
		{"get_tls(CX)", "macro:get_tls punct:( register:CX punct:)"},
		{"JMP (R1)", "mnemonic:JMP punct:( register:R1 punct:)"},
		{"M AX\n#define M MOVQ", "macro:M register:AX|directive:#define macro:M mnemonic:MOVQ"},
		{"#define REG R29", "directive:#define macro:REG register:R29"},
		{"#define SIZE (1 + N)", "directive:#define macro:SIZE punct:( number:1 punct:+ ident:N punct:)"},
		{"#define F(a, b) \\\n\tMOVQ a, b; \\\n\tJMP l\nl: F(AX, BX)",
			"directive:#define macro:F punct:( ident:a punct:, ident:b punct:) punct:\\|mnemonic:MOVQ ident:a punct:, ident:b punct:; punct:\\|mnemonic:JMP label:l|label:l punct:: macro:F punct:( register:AX punct:, register:BX punct:)"},
		{"MRS TPIDR_EL0, R0", "mnemonic:MRS register:TPIDR_EL0 punct:, register:R0"},
		{"I64Load x-8(SP)", "mnemonic:I64Load ident:x punct:- number:8 punct:( pseudoreg:SP punct:)"},
		{"\xff\x00 é", "punct:\xff punct:\x00 ident:é"},
		{" \t\r\n", ""},
	} {
		checkTokens(t, tt.text, Scan(tt.text))
		if got := strings.Join(scanned(tt.text), "|"); got != tt.want {
			t.Errorf("%q (-want +got):\n%s", tt.text, cmp.Diff(tt.want, got))
		}
	}
}

func TestIsRegister(t *testing.T) {
	for _, name := range strings.Fields("AX R15 X31 V0 ZR LR CR7 VS63 F31 FCSR1 RET0 T6 S11 TLS g R18_PLATFORM K7 CTXT SPSR_EL1") {
		if !isRegister(name) {
			t.Errorf("%s is not taken for a register", name)
		}
	}
	for _, name := range strings.Fields("R R100 x G AXE R1a NOSPLIT gp sched EL0 m0 16") {
		if isRegister(name) {
			t.Errorf("%s is taken for a register", name)
		}
	}
}

func TestKindNames(t *testing.T) {
	seen := map[string]bool{}
	for k := TokIdent; k <= TokPunct; k++ {
		if seen[k.String()] {
			t.Errorf("two kinds are named %s", k)
		}
		seen[k.String()] = true
	}
	if s := fmt.Sprint(SiteData, SiteAddr, SiteCall, SiteJump); s != "data addr call jump" {
		t.Errorf("site kinds are named %s", s)
	}
}

var tokenKindNames = [...]string{
	"ident", "comment", "string", "number", "directive", "pseudo", "mnemonic",
	"register", "symbol", "pseudoreg", "label", "flag", "macro", "punct",
}

func (k TokenKind) String() string {
	if int(k) < len(tokenKindNames) {
		return tokenKindNames[k]
	}
	return "ident"
}
