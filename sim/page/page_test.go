package page

import (
	"math/rand"
	"testing"
)

// TestVecAgainstSlices walks random pushes, writes, freezes and thaws, and holds
// every living copy against a plain slice.
func TestVecAgainstSlices(t *testing.T) {
	for seed := int64(0); seed < 20; seed++ {
		rng := rand.New(rand.NewSource(seed))
		type pair struct {
			v    *Vec[int]
			want []int
		}
		live := pair{v: &Vec[int]{}}
		var frozen []pair
		check := func(p pair) {
			t.Helper()
			if p.v.Len() != len(p.want) {
				t.Fatalf("seed %d: len %d, want %d", seed, p.v.Len(), len(p.want))
			}
			for i, w := range p.want {
				if g := *p.v.At(uint32(i)); g != w {
					t.Fatalf("seed %d: [%d] = %d, want %d", seed, i, g, w)
				}
			}
		}
		for step := 0; step < 4000; step++ {
			switch r := rng.Intn(100); {
			case r < 50:
				live.v.Push(step)
				live.want = append(live.want, step)
			case r < 90 && len(live.want) > 0:
				i := rng.Intn(len(live.want))
				*live.v.Mut(uint32(i)) = -step
				live.want[i] = -step
			case r < 95 && len(live.want) > 0:
				live.v.Pop()
				live.want = live.want[:len(live.want)-1]
			case r == 95:
				f := *live.v
				f.Share(nil)
				live.v.Share(new(Owner))
				frozen = append(frozen, pair{&f, append([]int(nil), live.want...)})
			case r == 96 && len(frozen) > 0:
				p := frozen[rng.Intn(len(frozen))]
				th := *p.v
				th.Share(new(Owner))
				live = pair{&th, append([]int(nil), p.want...)}
			}
		}
		check(live)
		for _, p := range frozen {
			check(p)
		}
	}
}

func TestPoolReuses(t *testing.T) {
	var p Pool[[2]int]
	a, b := p.Alloc(), p.Alloc()
	if a == 0 || b == 0 || a == b {
		t.Fatalf("indices %d %d", a, b)
	}
	p.Mut(a)[0] = 7
	old := p
	old.Share(nil)
	p.Share(new(Owner))
	p.Free(a)
	c := p.Alloc()
	if c != a || p.At(c)[0] != 0 {
		t.Fatalf("reuse: got %d with %v", c, *p.At(c))
	}
	if old.At(a)[0] != 7 || p.Live() != 2 {
		t.Fatalf("frozen copy changed, or live = %d", p.Live())
	}
}

func BenchmarkMut(b *testing.B) {
	var v Vec[int64]
	for i := 0; i < 1000; i++ {
		v.Push(0)
	}
	for i := 0; i < b.N; i++ {
		*v.Mut(uint32(i % 1000))++
	}
}

func BenchmarkFreezeAndTouch(b *testing.B) {
	var v Vec[[16]int64]
	for i := 0; i < 20000; i++ {
		v.Push([16]int64{})
	}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		old := v
		old.Share(nil)
		v.Share(new(Owner))
		v.Mut(uint32(i % 20000))[0]++
	}
}
