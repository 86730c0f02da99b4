package sim

// Nearest returns the name with the smallest edit distance to s, or "" if none is near
// enough to be a slip of the hand.
func Nearest(s string, names []string) string {
	best, at := 1+len(s)/3, ""
	for _, n := range names {
		if d := distance(s, n); d <= best && (d < best || at == "") {
			best, at = d, n
		}
	}
	return at
}

// distance is the edit distance in bytes, in which two neighbours that have changed places
// are one slip.
func distance(a, b string) int {
	before, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next := make([]int, len(b)+1)
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(row[j-1]+cost, row[j]+1, next[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
