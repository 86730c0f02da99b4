package page

const (
	leafBits = 4
	leafSize = 1 << leafBits
	leafMask = leafSize - 1
	midBits  = 6
	midSize  = 1 << midBits
	midMask  = midSize - 1

	noPage = ^uint32(0)
)

// Owner is an identity: only a Vec with the owner of a page may write it in place. All Vecs of
// one state of a world can share one. It counts the memory that they have taken, by their prices.
type Owner struct {
	Grown  int64 // bytes of pages for new elements
	Copied int64 // bytes of pages that were copied because they were shared
}

// midBytes is the price of a page of pages.
const midBytes = 8*midSize + 16

// leaf is a page of elements. It holds no pointer, so that a garbage collector need not look
// into it, however many pages a long run keeps.
type leaf[T any] struct{ v [leafSize]T }

// mid is a page of pages. Its owner may write those whose bit is set in own in place, too: the
// others are shared.
type mid[T any] struct {
	by   *Owner
	own  uint64
	leaf [midSize]*leaf[T]
}

// Vec is a growable array of T. The zero value is empty and ready to use.
// After an assignment Share must be called on both copies before either is written.
type Vec[T any] struct {
	by     *Owner
	shared bool // root is shared with a frozen copy
	root   []*mid[T]
	n      uint32
	page   uint32   // the number of the page that was written last, noPage if none was since Share
	leaf   *leaf[T] // that page: v may write it in place
	price  int32    // of an element, in bytes
}

// Price sets what an element costs, in bytes, where its owner counts.
func (v *Vec[T]) Price(bytes int32) { v.price = bytes }

// Len returns the number of elements.
func (v *Vec[T]) Len() int { return int(v.n) }

// At returns element i for reading. The pointer is stale after a Mut of the same
// element: take Mut first where both are needed.
func (v *Vec[T]) At(i uint32) *T {
	return &v.root[i>>(leafBits+midBits)].leaf[i>>leafBits&midMask].v[i&leafMask]
}

// Mut returns element i for writing. It stays valid until the next Freeze. It is small enough to be compiled
// into its callers: most writes go to the page of the write before.
func (v *Vec[T]) Mut(i uint32) *T {
	if v.page != i>>leafBits {
		v.turn(i)
	}
	return &v.leaf.v[i&leafMask]
}

// turn makes the page of element i the one that is written, and copies it if it is shared.
func (v *Vec[T]) turn(i uint32) {
	m, j := v.root[i>>(leafBits+midBits)], i>>leafBits&midMask
	if m.by != v.by || m.own>>j&1 == 0 {
		m = v.ownMid(i >> (leafBits + midBits))
		if m.own>>j&1 == 0 {
			c := *m.leaf[j]
			m.leaf[j], m.own = &c, m.own|1<<j
			v.by.Copied += leafSize * int64(v.price)
		}
	}
	v.page, v.leaf = i>>leafBits, m.leaf[j]
}

func (v *Vec[T]) ownMid(r uint32) *mid[T] {
	if v.by == nil {
		v.by = new(Owner)
	}
	if v.shared {
		v.root = append(make([]*mid[T], 0, len(v.root)+1), v.root...)
		v.shared = false
	}
	m := v.root[r]
	if m.by != v.by {
		c := &mid[T]{by: v.by, leaf: m.leaf}
		v.by.Copied += midBytes
		v.root[r] = c
		m = c
	}
	return m
}

// Push appends x and returns its index.
func (v *Vec[T]) Push(x T) uint32 {
	i := v.n
	if v.by == nil {
		v.by = new(Owner)
	}
	r := i >> (leafBits + midBits)
	if int(r) == len(v.root) {
		if v.shared {
			v.root = append(make([]*mid[T], 0, len(v.root)+1), v.root...)
			v.shared = false
		}
		v.root = append(v.root, &mid[T]{by: v.by})
		v.by.Grown += midBytes
	}
	j := i >> leafBits & midMask
	if v.root[r].leaf[j] == nil {
		m := v.ownMid(r)
		m.leaf[j], m.own = new(leaf[T]), m.own|1<<j
		v.by.Grown += leafSize * int64(v.price)
	}
	v.n++
	v.turn(i)
	*v.Mut(i) = x
	return i
}

// Pop removes the last element. Its page is kept for the next Push.
func (v *Vec[T]) Pop() { v.n-- }

// Share makes v and its copies share all pages: the next write to a page copies it. The owner
// by owns what v writes from now on. Copy a Vec by assignment and call Share on both, with two
// owners; with nil on one that stays as it is (a frozen copy). Both may then be read at once,
// from several goroutines.
func (v *Vec[T]) Share(by *Owner) {
	v.by, v.shared = by, true
	v.page, v.leaf = noPage, nil
}

// Pool is a Vec with a free list: indices stay the same as long as an element lives.
// Index 0 is never handed out, so 0 can mean "none".
type Pool[T any] struct {
	items Vec[node[T]]
	free  uint32
	live  uint32
}

type node[T any] struct {
	next uint32
	v    T
}

// Alloc returns the index of a zeroed element.
func (p *Pool[T]) Alloc() uint32 {
	p.live++
	if i := p.free; i != 0 {
		n := p.items.Mut(i)
		p.free = n.next
		*n = node[T]{}
		return i
	}
	if p.items.Len() == 0 {
		p.items.Push(node[T]{})
	}
	return p.items.Push(node[T]{})
}

// Free gives element i back. The caller must not use i afterwards.
func (p *Pool[T]) Free(i uint32) {
	p.items.Mut(i).next = p.free
	p.free = i
	p.live--
}

// At returns element i for reading; see Vec.At.
func (p *Pool[T]) At(i uint32) *T { return &p.items.At(i).v }

// Mut returns element i for writing; see Vec.Mut.
func (p *Pool[T]) Mut(i uint32) *T { return &p.items.Mut(i).v }

// Live returns the number of elements in use.
func (p *Pool[T]) Live() int { return int(p.live) }

// Price sets what an element costs, in bytes; see Vec.Price.
func (p *Pool[T]) Price(bytes int32) { p.items.Price(bytes) }

// Share makes p and its copies share all pages; see Vec.Share.
func (p *Pool[T]) Share(by *Owner) { p.items.Share(by) }
