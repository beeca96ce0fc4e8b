// Flags of TEXT.
#define NOSPLIT 4
