package sim

import (
	"teacp/sim/tcp"
)

// agents are the HTTP clients, servers and proxies of a world.
type agents struct{}

func (a *agents) freeze() agents { return agents{} }
func (a *agents) thaw() agents   { return agents{} }

func (w *World) initAgents()                                    {}
func (w *World) startAgents()                                   {}
func (w *World) runAgent(i uint32)                              {}
func (w *World) wakeAgent(ei uint32, k tcp.OutKind, id EventID) {}
func (w *World) datagramArrives(pk *Packet)                     {}
func (w *World) agentView(conn uint32, side int) AppView        { return AppView{} }
func (w *World) endDead(ei uint32)                              {}
func (c *Config) agentKnobs() []Knob                            { return nil }
