package tcp

// cubicState is CUBIC (RFC 9438) in integers, as a Linux kernel has it: times in 1/1024 s.
type cubicState struct {
	lastMax   int32
	lastCwnd  int32
	lastTime  Time
	origin    int32
	k         int64
	delayMin  Time
	epoch     Time // 0: not begun
	acks      int32
	tcpWindow int32
	cnt       int32
}

const (
	cubicBeta  = 717 // of 1024: 0.7
	cubicC     = 41  // of 1024, times 10: 0.4
	cubicShift = 10
)

// betaScale is 8*(1024+beta)/3/(1024-beta): acknowledged segments for one of the
// TCP-friendly window.
const betaScale = 8 * (1024 + cubicBeta) / 3 / (1024 - cubicBeta)

// reduce is the multiplicative decrease, with fast convergence (RFC 9438 sections 4.6, 4.7).
func (s *cubicState) reduce(cc *ccState) int32 {
	s.epoch = 0
	if cc.cwnd < s.lastMax {
		s.lastMax = cc.cwnd * (1024 + cubicBeta) / (2 * 1024)
	} else {
		s.lastMax = cc.cwnd
	}
	return max(cc.cwnd*cubicBeta/1024, 2)
}

// restart shifts the epoch by an idle time.
func (s *cubicState) restart(idle, now Time) {
	if s.epoch != 0 && idle > 0 {
		s.epoch = min(s.epoch+idle, now)
	}
}

// update returns after how many acknowledged segments the window grows by one.
func (s *cubicState) update(c *Conn, env *Env, acked int32) int32 {
	cwnd := c.cc.cwnd
	now := env.Pol.clock(env.Now)
	s.acks += acked
	rest := ms(1000) / 32
	if g := env.Pol.Granularity; g > 0 {
		rest = rest / g * g
	}
	if s.lastCwnd == cwnd && now-s.lastTime <= rest {
		return max(s.cnt, 2)
	}
	fresh := s.epoch == 0 || now != s.lastTime
	if fresh {
		s.lastCwnd, s.lastTime = cwnd, now
	}
	if s.epoch == 0 {
		s.epoch = now
		s.acks = acked
		s.tcpWindow = cwnd
		if s.lastMax <= cwnd {
			s.k, s.origin = 0, cwnd
		} else {
			// K = cubic root of (lastMax - cwnd) / 0.4, in 1/1024 s.
			s.k = cubicRoot(cubeFactor * uint64(s.lastMax-cwnd))
			s.origin = s.lastMax
		}
	}
	if fresh {
		s.target(c, env, cwnd)
	}
	for delta := cwnd * betaScale >> 3; s.acks > delta && delta > 0; {
		s.acks -= delta
		s.tcpWindow++
	}
	if s.tcpWindow > cwnd {
		s.cnt = min(s.cnt, cwnd/(s.tcpWindow-cwnd))
	}
	s.cnt = max(s.cnt, 2)
	return s.cnt
}

const cubeFactor = uint64(1) << (10 + 3*cubicShift) / (cubicC * 10)

// target is the point on the cubic curve one round trip from now (RFC 9438 section 4.2).
func (s *cubicState) target(c *Conn, env *Env, cwnd int32) {
	delay := s.delayMin
	if tick := env.Pol.Tick; tick > 0 {
		delay = (delay + tick - 1) / tick * tick
	}
	t := int64((env.Pol.clock(env.Now)-s.epoch)/ms(1)) + int64(delay/ms(1))
	t = t << cubicShift / 1000
	off := s.k - t
	if t >= s.k {
		off = t - s.k
	}
	off = min(off, 1<<18) // four minutes: the product stays in 64 bits
	delta := int32(min(cubicC*10*off*off*off>>(10+3*cubicShift), 1<<30))
	target := s.origin + delta
	if t < s.k {
		target = s.origin - delta
	}
	if target > cwnd {
		s.cnt = cwnd / (target - cwnd)
	} else {
		s.cnt = 100 * cwnd
	}
	if s.lastMax == 0 && s.cnt > 20 {
		s.cnt = 20
	}
}

// cubicRoot is the integer cubic root with the error of a Linux kernel's.
func cubicRoot(a uint64) int64 {
	var x uint64
	for b := uint64(1) << 20; b > 0; b >>= 1 {
		if y := x | b; y*y*y <= a {
			x = y
		}
	}
	if x < 2 {
		return int64(x)
	}
	// A kernel ends with one of Newton's steps in which 341/1024 stands for a third.
	return int64((2*x + a/(x*(x-1))) * 341 >> 10)
}
