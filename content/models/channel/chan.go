package channel

import "fmt"

// channel is what make(chan int, n) makes: a ring buffer and two queues of waiting
// goroutines.
type channel struct {
	id     int
	buf    []int // the ring
	qcount int   // how many are in it
	sendx  int   // where the next one goes
	recvx  int   // where the next one comes from
	closed bool
	recvq  waitq
	sendq  waitq
	key    int     // in place of the address: selects lock in this order
	sent   []offer // values that were sent and not received, oldest first: for the invariant
}

// offer is a value on its way. One of a select ends when that is decided otherwise.
type offer struct {
	value int
	sg    *sudog
}

// sudog is a goroutine in a queue: a goroutine in select is in several.
type sudog struct {
	g        *g
	c        *channel
	value    int
	isSelect bool
	success  bool
	gone     bool // taken out of the queue
}

// waitq is a queue of sudogs, first come first served.
type waitq []*sudog

func (q *waitq) enqueue(sg *sudog) { *q = append(*q, sg) }

// dequeue takes the first that still waits. One whose select was decided by another
// channel may still be here until it runs, and is dropped.
func (q *waitq) dequeue() *sudog {
	for len(*q) > 0 {
		sg := (*q)[0]
		*q = (*q)[1:]
		sg.gone = true
		if sg.isSelect {
			if sg.g.selectDone {
				continue
			}
			sg.g.selectDone = true
		}
		return sg
	}
	return nil
}

// dequeueSudoG takes one out of the middle of the queue, unless it is out already.
func (q *waitq) dequeueSudoG(sg *sudog) {
	for i, other := range *q {
		if other == sg {
			*q = append((*q)[:i:i], (*q)[i+1:]...)
			sg.gone = true
			return
		}
	}
}

// chansend sends, or makes the goroutine wait. It reports whether the operation is
// over.
func (s *simulation) chansend(gp *g, c *channel, v int) bool {
	if c.closed {
		s.emit(gp, gp.within("runtime.chansend"), "To send on a closed channel is a fault of the program.", "%s sends %d on closed %s and panics.", gp, v, c)
		gp.result = Result{Kind: Panicked}
		return true
	}
	if sg := c.recvq.dequeue(); sg != nil {
		c.sent = append(c.sent, offer{value: v})
		s.send(gp, c, sg, v)
		gp.result = Result{Kind: Sent}
		return true
	}
	if c.qcount < len(c.buf) {
		c.sent = append(c.sent, offer{value: v})
		s.bufsend(c, v)
		s.emit(gp, gp.within("runtime.chansend"), "With room in the buffer nobody waits and nobody is woken.", "%s puts %d into the buffer of %s.", gp, v, c)
		gp.result = Result{Kind: Sent}
		return true
	}
	s.wait(gp, c, &c.sendq, v)
	s.emit(gp, gp.within("runtime.chansend"), "No receiver waits and the buffer has no room: the sender queues with its value and parks.", "%s waits to send %d on %s.", gp, v, c)
	return false
}

// send hands a value to a receiver that waits, past the buffer, which is empty.
func (s *simulation) send(gp *g, c *channel, sg *sudog, v int) {
	c.received(v)
	sg.value, sg.success = v, true
	sg.g.param = sg
	s.emit(gp, "runtime.send", "A receiver that waits gets the value at once, written to its own stack; the buffer is not used.", "%s hands %d on %s to %s.", gp, v, c, sg.g)
	s.goready(gp, sg.g)
}

func (s *simulation) bufsend(c *channel, v int) {
	c.buf[c.sendx] = v
	c.sendx = (c.sendx + 1) % len(c.buf)
	c.qcount++
}

// chanrecv receives, or makes the goroutine wait. It reports whether the operation is
// over.
func (s *simulation) chanrecv(gp *g, c *channel) bool {
	if c.closed && c.qcount == 0 {
		s.emit(gp, gp.within("runtime.chanrecv"), "A closed channel gives what is left in its buffer, and then zeros for ever.", "%s receives zero from closed %s.", gp, c)
		gp.result = Result{Kind: Received}
		return true
	}
	if !c.closed {
		if sg := c.sendq.dequeue(); sg != nil {
			gp.result = Result{Kind: Received, OK: true, Value: s.recv(gp, c, sg)}
			return true
		}
	}
	if c.qcount > 0 {
		v := s.bufrecv(c)
		s.emit(gp, gp.within("runtime.chanrecv"), "The buffer is a ring: the oldest value is at recvx.", "%s takes %d from the buffer of %s.", gp, v, c)
		gp.result = Result{Kind: Received, OK: true, Value: v}
		return true
	}
	s.wait(gp, c, &c.recvq, 0)
	s.emit(gp, gp.within("runtime.chanrecv"), "Nothing is there and nobody sends: the receiver queues and parks.", "%s waits to receive from %s.", gp, c)
	return false
}

// recv takes from a sender that waits: its value, or with a buffer, which is full, the
// oldest value there, and the sender's goes to the end.
func (s *simulation) recv(gp *g, c *channel, sg *sudog) int {
	v := sg.value
	if len(c.buf) == 0 {
		c.received(v)
		s.emit(gp, "runtime.recv", "Without a buffer the value is copied from the sender's stack to the receiver's.", "%s takes %d on %s from %s.", gp, v, c, sg.g)
	} else {
		v = s.bufrecv(c)
		s.bufsend(c, sg.value)
		s.emit(gp, "runtime.recv", "Senders wait only while the buffer is full: the receiver takes the oldest value, and the sender's takes its place, the same slot.", "%s takes %d from the buffer of %s, and %s puts %d there.", gp, v, c, sg.g, sg.value)
	}
	sg.success = true
	sg.g.param = sg
	s.goready(gp, sg.g)
	return v
}

func (s *simulation) bufrecv(c *channel) int {
	v := c.buf[c.recvx]
	c.recvx = (c.recvx + 1) % len(c.buf)
	c.qcount--
	c.received(v)
	return v
}

// closechan closes, and wakes all that wait: receivers get zeros, senders panic.
func (s *simulation) closechan(gp *g, c *channel) {
	if c.closed {
		s.emit(gp, "runtime.closechan", "To close a channel twice is a fault of the program.", "%s closes closed %s and panics.", gp, c)
		gp.result = Result{Kind: Panicked}
		return
	}
	c.closed = true
	var list []*g
	for _, q := range []*waitq{&c.recvq, &c.sendq} {
		for sg := q.dequeue(); sg != nil; sg = q.dequeue() {
			if q == &c.sendq {
				c.dropped(sg.value)
			}
			sg.success = false
			sg.g.param = sg
			list = append(list, sg.g)
		}
	}
	s.emit(gp, "runtime.closechan", "Close takes everybody off both queues, and makes them ready when the lock is free again; the list between is a stack.", "%s closes %s; %d goroutines wait there.", gp, c, len(list))
	for i := len(list) - 1; i >= 0; i-- {
		s.goready(gp, list[i])
	}
	gp.result = Result{Kind: Closed}
}

// wait puts a goroutine into one queue.
func (s *simulation) wait(gp *g, c *channel, q *waitq, v int) {
	sg := &sudog{g: gp, c: c, value: v}
	gp.waiting = []*sudog{sg}
	if q == &c.sendq {
		c.sent = append(c.sent, offer{v, sg})
	}
	q.enqueue(sg)
}

// received notes that a value has arrived. They arrive in the order they were sent.
func (c *channel) received(v int) {
	for len(c.sent) > 0 && c.sent[0].value != v && c.sent[0].sg.over() {
		c.sent = c.sent[1:]
	}
	if len(c.sent) == 0 || c.sent[0].value != v {
		panic(fmt.Sprintf("%s gives %d, which is not the oldest", c, v))
	}
	c.sent = c.sent[1:]
}

// dropped notes that a value will not arrive: its sender panics, or chose otherwise.
func (c *channel) dropped(v int) {
	for i, o := range c.sent {
		if o.value == v {
			c.sent = append(c.sent[:i:i], c.sent[i+1:]...)
			return
		}
	}
}

// over reports whether the select of a sudog has been decided.
func (sg *sudog) over() bool { return sg != nil && sg.isSelect && sg.g.selectDone }

func (c *channel) String() string { return fmt.Sprintf("c%d", c.id) }
