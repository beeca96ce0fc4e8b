// This file has a comment and nothing else.

package runtime
