package views

// rulesKO are the Korean sentences of the rules, by name.
var rulesKO = map[string]string{}
