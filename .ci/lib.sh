# What the tasks in this folder share; they source it. Runs in the root of the module, without a terminal.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CI=true GOFLAGS="${GOFLAGS:-} -buildvcs=false" TERM="${TERM:-dumb}"
exec </dev/null

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
started=$SECONDS

step() { printf '\n== %s (%d s)\n' "$1" $((SECONDS - started)); }
run() {
	printf '+ %s\n' "$*"
	"$@"
}
passed() { printf '\nall passed in %d s\n' $((SECONDS - started)); }

# package COMMAND PACKAGE: installs a system package where that is possible.
package() {
	command -v "$1" >/dev/null && return 0
	if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
		run apt-get update -qq || return 1
		run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" || return 1
	fi
	command -v "$1" >/dev/null
}

formatting() {
	step "formatting"
	local unformatted
	unformatted=$(gofmt -l .)
	if [ -n "$unformatted" ]; then
		printf 'gofmt would change:\n%s\n' "$unformatted"
		exit 1
	fi
}

vet() {
	step "vet"
	run go vet ./...
}

staticcheck() {
	step "staticcheck"
	run env GOFLAGS= go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...
}

# fuzz TIME: runs each fuzz test for so long.
fuzz() {
	local file name
	while IFS=: read -r file name; do
		run go test "./$(dirname "$file")" -run '^$' -fuzz "^$name\$" -fuzztime "$1"
	done < <(grep -rnoE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' . | sed -E 's/^\.\/([^:]*):[0-9]+:func (.*)$/\1:\2/')
}

# race FLAG...: all tests with the race detector, which needs a C compiler.
race() {
	if ! package gcc gcc; then
		echo "the race detector needs a C compiler, and none can be installed here"
		exit 1
	fi
	run env CGO_ENABLED=1 go test -race "$@" ./...
}
