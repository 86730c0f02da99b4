package conform

import (
	"encoding/json"
	"fmt"
)

// Trace is a recorded case: its settings and the behaviour of the kernel.
type Trace struct {
	Case     Case               `json:"case"`
	Kernel   string             `json:"kernel"`
	KernelHz string             `json:"kernel_hz"`
	Hosts    map[string]HostSet `json:"hosts_effective"`
	Repeat   Repeat             `json:"repeat"`
	Segments []Segment          `json:"segments"`
	Calls    []Call             `json:"app_events"`
	Info     []Info             `json:"tcp_info"`
	Sysctls  map[string]sysctls `json:"sysctls"`
}

type sysctls map[string]string

// Case is the scenario that the kernel ran.
type Case struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Link  struct {
		C2S Path `json:"c2s"`
		S2C Path `json:"s2c"`
	} `json:"link"`
	MTU     int64   `json:"mtu"`
	Faults  []Fault `json:"faults"`
	Conns   []Conn  `json:"conns"`
	LimitMs float64 `json:"limit_ms"`
}

// Path is one direction of the link.
type Path struct {
	DelayMs      float64 `json:"delay_ms"`
	RateBps      float64 `json:"rate_bps"`
	QueuePackets int64   `json:"queue_packets"`
}

// Fault is a scripted fault on the N-th match and the Count-1 matches after it.
type Fault struct {
	Dir     string  `json:"dir"`
	Conn    *int32  `json:"conn"`
	Match   string  `json:"match"`
	Offset  int64   `json:"offset"`
	N       int64   `json:"n"`
	Count   int64   `json:"count"`
	Action  string  `json:"action"`
	ExtraMs float64 `json:"extra_ms"`
}

// Conn contains the scripts of both ends of a connection.
type Conn struct {
	Client []Action `json:"client"`
	Server []Action `json:"server"`
}

// Action is one step of a script.
type Action struct {
	Do      string   `json:"do"`
	AtMs    float64  `json:"at_ms"`
	Bytes   int64    `json:"bytes"`
	Ms      float64  `json:"ms"`
	Chunk   int64    `json:"chunk"`
	PauseMs float64  `json:"pause_ms"`
	Opt     string   `json:"opt"`
	Value   int64    `json:"value"`
	Label   string   `json:"label"`
	Times   int32    `json:"times"`
	Actions []Action `json:"actions"`
}

// HostSet contains the settings of one host's stack.
type HostSet struct {
	Congestion         string            `json:"congestion"`
	SACK               bool              `json:"sack"`
	Timestamps         bool              `json:"timestamps"`
	WindowScaling      bool              `json:"window_scaling"`
	SlowStartAfterIdle bool              `json:"slow_start_after_idle"`
	Autocorking        bool              `json:"autocorking"`
	EarlyRetrans       int64             `json:"early_retrans"`
	Recovery           int64             `json:"recovery"`
	Initcwnd           int64             `json:"initcwnd"`
	Initrwnd           int64             `json:"initrwnd"`
	RouteQuickack      bool              `json:"route_quickack"`
	RouteRTOMinMs      int64             `json:"route_rto_min_ms"`
	GSOMaxSegs         int64             `json:"gso_max_segs"`
	Rmem               [3]int64          `json:"rmem"`
	Wmem               [3]int64          `json:"wmem"`
	ModerateRcvbuf     bool              `json:"moderate_rcvbuf"`
	CompSackNr         int64             `json:"comp_sack_nr"`
	Sysctl             map[string]string `json:"sysctl"`
}

// Repeat says how far several recordings of the case agree.
type Repeat struct {
	Runs        int64    `json:"runs"`
	Identical   bool     `json:"identical_segments"`
	SameAcks    bool     `json:"identical_with_ack_win_opts"`
	SpreadUs    float64  `json:"max_t_sent_spread_us"`
	Differences []string `json:"differences"`
}

// Segment is one segment, in order of sending, with the fields of the schema teacp.trace/1. Times
// are in microseconds since the first SYN.
type Segment struct {
	I       int      `json:"i"`
	Conn    uint32   `json:"conn"`
	Dir     string   `json:"dir"`
	TSentUs float64  `json:"t_sent_us"`
	TRecvUs *float64 `json:"t_recv_us"`
	Flags   string   `json:"flags"`
	Seq     int64    `json:"seq"`
	Ack     int64    `json:"ack"`
	Len     int64    `json:"len"`
	Win     int64    `json:"win"`
	Retrans bool     `json:"retrans"`
	Drop    string   `json:"drop"`

	TRecvDupUs *float64 `json:"t_recv_dup_us,omitempty"`
	IPLen      int64    `json:"ip_len,omitempty"`
	Queue      int64    `json:"queue,omitempty"` // packets in the queue before it
	Fault      *int     `json:"fault,omitempty"` // the scripted fault that applied to it
	Opts       *Opts    `json:"opts,omitempty"`
}

// Opts are the TCP options of a segment. Timestamps count from the first one of each side.
type Opts struct {
	MSS    int64      `json:"mss,omitempty"`
	WScale *int64     `json:"wscale,omitempty"`
	SackOK bool       `json:"sackok,omitempty"`
	TS     []int64    `json:"ts,omitempty"`
	Sack   [][2]int64 `json:"sack,omitempty"`
}

// Call is one socket call of an application.
type Call struct {
	TCallUs float64 `json:"t_call_us"`
	TDoneUs float64 `json:"t_done_us"`
	Conn    uint32  `json:"conn"`
	Side    string  `json:"side"`
	Ev      string  `json:"ev"`
	N       int64   `json:"n"`
	Err     string  `json:"err"`
	Detail  string  `json:"detail"`
}

// Info is a reading of TCP_INFO.
type Info struct {
	TUs      float64 `json:"t_us"`
	Conn     uint32  `json:"conn"`
	Side     string  `json:"side"`
	At       string  `json:"at"`
	State    int64   `json:"state"`
	CAState  int64   `json:"ca_state"`
	Cwnd     int64   `json:"cwnd"`
	Ssthresh int64   `json:"ssthresh"`
	RTOUs    int64   `json:"rto_us"`
	RTTUs    int64   `json:"rtt_us"`
	RTTVarUs int64   `json:"rttvar_us"`
	Unacked  int64   `json:"unacked"`
	Sacked   int64   `json:"sacked"`
	Lost     int64   `json:"lost"`
	Retrans  int64   `json:"retrans"`
	Backoff  int64   `json:"backoff"`
	RcvMSS   int64   `json:"rcv_mss"`
	SndWnd   int64   `json:"snd_wnd"`
	RcvWnd   int64   `json:"rcv_wnd"`
	ATOUs    int64   `json:"ato_us"`
	PingPong bool    `json:"pingpong"`
}

// Parse parses a recorded trace.
func Parse(data []byte) (*Trace, error) {
	t := &Trace{}
	if err := json.Unmarshal(data, t); err != nil {
		return nil, fmt.Errorf("expected a recorded trace in JSON: %w", err)
	}
	if t.Case.Name == "" || len(t.Case.Conns) == 0 {
		return nil, fmt.Errorf("expected a recorded trace with a case and its connections, found none")
	}
	if t.Case.MTU == 0 {
		t.Case.MTU = 1500
	}
	return t, nil
}
