package asm

import (
	"maps"
	"slices"
	"strings"
)

// arch is what reading needs to know of an instruction set. Lists are words with
// spaces between them.
type arch struct {
	goarch string // the values of GOARCH that share it

	calls, jumps string // direct branches that cmd/asm knows, whether or not their operand may be a symbol
	jumpPrefixes string // all instructions that start so jump
	always       string // branches that never fall through; the others of jumps are conditional
	addressOf    string // instructions that compute the address of their first operand instead of loading from it
	memoryParens bool   // an operand (R) of a branch is memory, not a register

	registers string // by name
	classes   string // what precedes the number of numbered ones: R12, FCSR1
	suffixes  string // what the names of others end in, before a digit from 0 to 3

	relocs      string   // names that the linker has for branches between functions
	otherRelocs string   // names that look like those of branches and are none
	levels      []string // macros of its lowest level, defined unless the environment asks for another
	virtual     bool     // offsets in a listing are not those of instructions
}

// archs has an entry for each instruction set that a version of Go has a port for, and
// at the end the names that file names may have although there is no port.
var archs = []arch{
	{
		goarch:       "386 amd64 amd64p32",
		calls:        "",
		jumps:        "XBEGIN",
		jumpPrefixes: "J LOOP",
		addressOf:    "LEAQ LEAL LEAW",
		memoryParens: true,
		registers: "AX BX CX DX SI DI BP AL AH BL BH CL CH DL DH SIB DIB BPB SPB CS DS ES FS GS SS " +
			"GDTR IDTR LDTR MSW TASK",
		classes: "R F X Y Z K M CR DR TR",
		relocs:  "R_CALL",
		levels:  []string{"386 GO386_sse2", "amd64 GOAMD64_v1"},
	},
	{
		goarch:    "arm",
		calls:     "BL BLX",
		jumps:     "B BX BEQ BNE BCS BHS BCC BLO BMI BPL BVS BVC BHI BLS BGE BLT BGT BLE",
		always:    "B",
		registers: "CPSR SPSR FPCR FPSR",
		classes:   "R F C",
		relocs:    "R_CALLARM",
		levels:    []string{"arm GOARM_7 GOARM_6 GOARM_5"},
	},
	{
		goarch: "arm64",
		calls:  "BL BLR",
		jumps: "B BR BEQ BNE BCS BHS BCC BLO BMI BPL BVS BVC BHI BLS BGE BLT BGT BLE " +
			"CBZ CBZW CBNZ CBNZW TBZ TBNZ",
		always:    "B BR",
		addressOf: "ADR ADRP",
		registers: "LR RSP ZR R18_PLATFORM NZCV FPCR FPSR DAIF",
		classes:   "R F V",
		suffixes:  "_EL", // of system registers, which end in the exception level: TPIDR_EL0
		relocs:    "R_CALLARM64",
	},
	{
		goarch:    "ppc64 ppc64le",
		calls:     "BL BCL",
		jumps:     "BR BC BEQ BGE BGT BLE BLT BNE BVC BVS BDNZ BDZ",
		always:    "BR",
		registers: "LR CTR XER FPSCR MSR CR SPR VRSAVE",
		classes:   "R F V VS CR A",
		relocs:    "R_CALLPOWER",
		levels:    []string{"ppc64 GOPPC64_power8", "ppc64le GOPPC64_power8"},
	},
	{
		goarch: "s390x",
		calls:  "BL BCL BRASL",
		jumps: "BR BC BRC BEQ BGE BGT BLE BLEU BLT BLTU BNE BVC BVS BRCT BRCTG " +
			"CMPBEQ CMPBGE CMPBGT CMPBLE CMPBLT CMPBNE " +
			"CMPUBEQ CMPUBGE CMPUBGT CMPUBLE CMPUBLT CMPUBNE " +
			"CRJ CGRJ CLRJ CLGRJ CIJ CGIJ CLIJ CLGIJ",
		always:    "BR",
		addressOf: "LA LAY LARL",
		classes:   "R F V AR C",
		relocs:    "R_CALL",
	},
	{
		goarch: "riscv64",
		calls:  "JAL JALR CJALR",
		jumps: "BEQ BEQZ BGE BGEU BGEZ BGT BGTU BGTZ BLE BLEU BLEZ BLT BLTU BLTZ BNE BNEZ " +
			"CBEQZ CBNEZ CJ CJR",
		always:    "JAL JALR",
		addressOf: "LA",
		registers: "ZERO RA GP TP",
		classes:   "X F V A S T FA FS FT",
		relocs:    "R_CALLRISCV R_RISCV_CALL R_RISCV_CALL_TRAMP R_RISCV_JAL R_RISCV_JAL_TRAMP",
		// Branches within one function have relocations here alone; their target is a label.
		otherRelocs: "R_RISCV_BRANCH R_RISCV_RVC_BRANCH R_RISCV_RVC_JUMP R_RISCV_TLS_IE_CALL",
		levels:      []string{"riscv64 GORISCV64_rva20u64"},
	},
	{
		goarch:    "mips mipsle mips64 mips64le",
		calls:     "JAL BGEZAL BLTZAL",
		jumps:     "BEQ BNE BFPF BFPT BGEZ BGTZ BLEZ BLTZ",
		always:    "JAL",
		registers: "HI LO RSB",
		classes:   "R F M W FCR FCC",
		relocs:    "R_CALLMIPS R_JMPMIPS",
		levels: []string{"mips GOMIPS_hardfloat", "mipsle GOMIPS_hardfloat",
			"mips64 GOMIPS64_hardfloat", "mips64le GOMIPS64_hardfloat"},
	},
	{
		goarch:  "loong64",
		calls:   "JAL JIRL BL",
		jumps:   "B BEQ BNE BFPF BFPT BGEZ BGTZ BLEZ BLTZ BLT BLTU BGE BGEU",
		always:  "B JAL",
		classes: "R F V X FCSR FCC",
		relocs:  "R_CALLLOONG64 R_LOONG64_CALL36 R_JMPLOONG64 R_JMP16LOONG64 R_JMP21LOONG64",
	},
	{
		goarch:    "wasm",
		calls:     "Call CALLNORESUME",
		jumps:     "Br BrIf",
		registers: "PAUSE",
		classes:   "R F RET",
		virtual:   true,
	},
	{goarch: "armbe arm64be mips64p32 mips64p32le ppc riscv s390 sparc sparc64"},
}

// everywhere is what the assembler knows on all ports.
var everywhere = arch{
	calls:       "CALL DUFFZERO DUFFCOPY",
	jumps:       "JMP",
	always:      "JMP",
	registers:   "g CTXT TMP TLS",
	otherRelocs: "R_CALLIND R_USEIFACEMETHOD", // R_CALLIND marks an indirect call, for the linker's count of stack space
}

// KnownArch reports whether a word is an architecture that file names can speak of,
// old ones included.
func KnownArch(goarch string) bool { return byArch[goarch] != nil }

// Virtual reports whether an architecture is that of no machine: a listing of the
// compiler then has no offsets of instructions.
func Virtual(goarch string) bool { return instructionsOf(goarch).virtual }

// Reloc reports whether a relocation is in a branch from one function to another, and
// whether its name is known at all.
func Reloc(name string) (branches, known bool) {
	return callRelocs[name], callRelocs[name] || otherRelocs[name]
}

// The table by what is looked up in it. Where no architecture is given, words mean
// what they mean on any port.
var (
	byArch, anyArch = instructionSets()

	unconditional = words(func(a *arch) string { return a.always })
	addressing    = words(func(a *arch) string { return a.addressOf })
	registers     = words(func(a *arch) string { return a.registers })
	classes       = words(func(a *arch) string { return a.classes })
	suffixes      = slices.Sorted(maps.Keys(words(func(a *arch) string { return a.suffixes })))

	callRelocs  = words(func(a *arch) string { return a.relocs })
	otherRelocs = words(func(a *arch) string { return a.otherRelocs })
)

// instructions are the branches of one GOARCH.
type instructions struct {
	kind         map[string]SiteKind
	prefixes     []string // of further jumps
	memoryParens bool
	virtual      bool
	levels       []string
}

// instructionSets gives the branches by GOARCH, and those of all ports together, which
// a name without a port has too.
func instructionSets() (byArch map[string]*instructions, anyArch *instructions) {
	byArch, anyArch = map[string]*instructions{}, &instructions{kind: map[string]SiteKind{}}
	anyArch.add(&everywhere)
	for i := range archs {
		a := &archs[i]
		anyArch.add(a)
		for goarch := range strings.FieldsSeq(a.goarch) {
			if a.jumps == "" {
				byArch[goarch] = anyArch
				continue
			}
			in := &instructions{kind: map[string]SiteKind{}, memoryParens: a.memoryParens, virtual: a.virtual, levels: a.levelsOf(goarch)}
			in.add(&everywhere)
			in.add(a)
			byArch[goarch] = in
		}
	}
	return byArch, anyArch
}

func (in *instructions) add(a *arch) {
	for word := range strings.FieldsSeq(a.jumps) {
		in.kind[word] = SiteJump
	}
	for word := range strings.FieldsSeq(a.calls) {
		in.kind[word] = SiteCall
	}
	in.prefixes = append(in.prefixes, strings.Fields(a.jumpPrefixes)...)
}

// levelsOf are the macros of one GOARCH.
func (a *arch) levelsOf(goarch string) []string {
	for _, row := range a.levels {
		if list := strings.Fields(row); list[0] == goarch {
			return list[1:]
		}
	}
	return nil
}

// words are those of one list of all architectures.
func words(list func(*arch) string) map[string]bool {
	all := map[string]bool{}
	for _, a := range append(slices.Clone(archs), everywhere) {
		for word := range strings.FieldsSeq(list(&a)) {
			all[word] = true
		}
	}
	return all
}

// instructionsOf are those of a GOARCH, or those of all ports.
func instructionsOf(goarch string) *instructions {
	if in, ok := byArch[goarch]; ok {
		return in
	}
	return anyArch
}
