// Package page contains the containers of a simulated world: arrays of plain values. The cost of
// a copy is proportional to the changes since the last copy, not to the size.
//
// A Vec is a three-level tree of fixed pages. To copy it, assign it and call Share on both copies.
// They then share every page, and the first write to a page copies that page alone. Reads and
// other writes do not allocate.
//
//	var v page.Vec[int]
//	i := v.Push(1)
//	old := v                // costs O(pages written later), not O(len)
//	old.Share(nil)          // read-only from here on
//	v.Share(new(page.Owner))
//	*v.Mut(i) = 2
//	*old.At(i) == 1
//
// Elements must be plain values: no pointers, maps, slices or funcs.
//
// The files:
//
//	page.go  Vec, an array, and Pool, an array with a free list
package page
