package tcp

// selectInitialWindow chooses the window of the SYN and its scale (RFC 7323 section 2.3).
func (c *Conn) selectInitialWindow(p *Policy) {
	if !p.BufferOverhead {
		c.ratio = 256
	}
	space := c.fromSpace(c.rcvBuf)
	clamp := int64(65535) << 14
	if c.userClamp > 0 {
		clamp = c.userClamp
	}
	if c.rcvLocked {
		clamp = min(clamp, space)
	}
	space = min(space, clamp)
	mss := int64(c.advMSS)
	if c.tsOK {
		mss -= 12
	}
	if space > mss {
		space -= space % mss
	}
	wnd := space
	if !p.WindowGrowth || !p.WScale {
		wnd = min(space, 65535)
	}
	if p.InitialRcvWnd > 0 {
		wnd = min(wnd, int64(p.InitialRcvWnd)*mss)
	}
	c.rcvScale = 0
	if p.WScale {
		top := space
		if p.WindowGrowth {
			top = max(space, p.RcvBufMax, p.RcvBufLimit) // what the buffer may still become
		}
		for top = min(top, clamp); top > 65535 && c.rcvScale < 14; top >>= 1 {
			c.rcvScale++
		}
	}
	c.offered = c.rcvScale
	c.rcvWnd = wnd
	c.rcvSsthresh = wnd
	c.winClamp = min(clamp, int64(65535)<<c.rcvScale)
}

// room is the window that the free buffer allows now (RFC 9293 section 3.8.6.2.2: the
// receiver's side of silly-window avoidance); low reports that less than half of it is free, which
// cancels quick ACKs. It changes nothing.
func (c *Conn) room() (w int64, low bool) {
	mss := int64(c.ack.rcvMSS)
	free := c.fromSpace(c.rcvBuf - c.rcvMem)
	allowed := c.fromSpace(c.rcvBuf)
	full := min(c.winClamp, allowed)
	if mss > full {
		if mss = full; mss <= 0 {
			return 0, false
		}
	}
	if low = free < full>>1; low {
		free &^= 1<<c.rcvScale - 1
		if free < allowed>>4 || free < mss {
			return 0, low
		}
	}
	free = min(free, c.rcvSsthresh)
	if c.rcvScale > 0 {
		return align(free, c.rcvScale), low
	}
	w = c.rcvWnd
	switch {
	case w <= free-mss || w > free:
		return free - free%mss, low
	case mss == full && free > w+full>>1:
		return free, low
	}
	return w, low
}

func align(v int64, scale uint8) int64 {
	m := int64(1)<<scale - 1
	return (v + m) &^ m
}

// curWindow is the rest of the window advertised last.
func (c *Conn) curWindow() int64 { return max(c.rcvWup+c.rcvWnd-c.rcvNxt, 0) }

// selectWindow is the window of the next segment; its right edge never moves back
// (RFC 9293 section 3.8.6).
func (c *Conn) selectWindow(env *Env) int64 {
	if c.ack.full {
		c.rcvWnd, c.rcvWup = 0, c.rcvNxt
		return 0
	}
	cur := c.curWindow()
	w, low := c.room()
	if low {
		c.ack.quick = 0
	}
	if w < cur {
		w = align(cur, c.rcvScale)
	}
	c.rcvWnd, c.rcvWup = w, c.rcvNxt
	w = min(w, int64(65535)<<c.rcvScale)
	return w >> c.rcvScale << c.rcvScale
}

// growWindow increases the advertised window with arriving data.
func (c *Conn) growWindow(env *Env, payload int64) {
	if !env.Pol.WindowGrowth {
		return
	}
	left := min(c.winClamp, c.fromSpace(c.rcvBuf-c.rcvMem)) - c.rcvSsthresh
	if left <= 0 {
		return
	}
	incr := int64(0)
	size := c.overhead(env, payload)
	if c.fromSpace(size) <= payload {
		incr = 2 * int64(c.rcvSegment())
	} else {
		t, w := c.fromSpace(size)>>1, c.fromSpace(env.Pol.RcvBufMax)>>1
		for c.rcvSsthresh <= w {
			if t <= payload {
				incr = 2 * int64(c.ack.rcvMSS)
				break
			}
			t >>= 1
			w >>= 1
		}
	}
	if incr > 0 {
		c.ack.quick |= 1
		c.rcvSsthresh += min(left, max(incr, 2*payload))
	}
}
