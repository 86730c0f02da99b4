package http

import "fmt"

// Check refuses a page that cannot be simulated among so many hosts.
func (c *Config) Check(hosts int) error {
	switch {
	case int(c.ClientHost) >= hosts:
		return fmt.Errorf("the client is host %d of %d", c.ClientHost, hosts)
	case len(c.Sites) < 1 || len(c.Sites) > MaxSites:
		return fmt.Errorf("expected 1 to %d sites, found %d", MaxSites, len(c.Sites))
	case len(c.Proxies) > MaxProxies:
		return fmt.Errorf("expected at most %d proxies, found %d", MaxProxies, len(c.Proxies))
	case len(c.Objects) < 1 || len(c.Objects) > MaxObjects:
		return fmt.Errorf("expected 1 to %d objects, found %d", MaxObjects, len(c.Objects))
	case c.Start.Transactions > MaxTransactions:
		return fmt.Errorf("expected at most %d transactions, found %d", MaxTransactions, c.Start.Transactions)
	}
	for i := range c.Sites {
		if int(c.Sites[i].Host) >= hosts {
			return fmt.Errorf("site %d is at host %d of %d", i, c.Sites[i].Host, hosts)
		}
	}
	for i := range c.Proxies {
		if int(c.Proxies[i].Host) >= hosts {
			return fmt.Errorf("proxy %d is at host %d of %d", i, c.Proxies[i].Host, hosts)
		}
	}
	for i := range c.Objects {
		if int(c.Objects[i].Site) >= len(c.Sites) {
			return fmt.Errorf("object %d is at site %d of %d", i, c.Objects[i].Site, len(c.Sites))
		}
	}
	return nil
}
