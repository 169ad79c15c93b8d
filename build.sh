#!/usr/bin/env bash
# Builds, tests and runs Candor: `./build.sh help` says how. Sets up what is missing first; safe to repeat.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export CARGO_TERM_COLOR=never NO_COLOR=1
readonly CACHE=$PWD/.cache
readonly LOGS=$CACHE/logs
readonly WASM_TARGET=wasm32-unknown-unknown
# What LLVM does for WebAssembly beyond `opt-level = "z"`: more than eight bytes are copied by one instruction, and neither
# loops nor branches get variables of their own to save a sum.
readonly LLVM_OPTIONS=(-max-store-memcpy=1 -max-store-memset=1 -max-store-memmove=1 -disable-lsr -enable-pre=0)
readonly GENERATED=extension/generated
# Always the same packages: with fewer of them, dependencies have fewer features and are built anew.
readonly WORKSPACE=(--workspace --exclude candor-benches)
TARGET=${CARGO_TARGET_DIR:-$PWD/target}
passed=0
failed=0

help() {
  cat <<'HELP'
usage: ./build.sh COMMAND

  run [--data DIR]  build, start everything on this machine, and watch records arrive
  test              every check and test; the last line counts them
  dist [--key FILE --url URL]
                    the unpacked extension, in dist/chrome/; with an RSA key in PEM also a signed CRX3 and update.xml, in
                    dist/, for a web server that shows them at URL
  bench             measure, and write bench/results/
  bench fidelity [SURFACE…]
                    what is recorded of scripted sessions, held against their scripts; all of them take half an hour
  bench cost [ROUNDS]
                    what recording costs a page and the machine, with recording on and off in the same run; five minutes
  bench pictures [ROUNDS]
                    how large, how good and how quick JPEG and WebP are for pictures of the workspace; a minute
  ci                test, and prove that two checkouts build the same bytes
  soak [ROUNDS SEED PART…]
                    the long forms of the tests, into bench/results/soak.json; a part is a word of its name
  generate          schema/ anew from the Rust types and handlers, docs/policy.md from the managed schema
  clean             delete everything that was built, and what was downloaded for it
  help              this text
HELP
}

# ---- progress ---------------------------------------------------------------------------------------------------

die() {
  printf 'build.sh: %s\n' "$*" >&2
  exit 1
}

# step NAME [COMMAND…]: one line of progress. What the command said is shown only when it fails. Without a command it is
# the one that `beside` has begun, and what is counted is how long it is waited for.
step() {
  local name=$1 started=$SECONDS log
  shift
  log=$(log_of "$name")
  printf '%-44s' "$name …"
  if (($# == 0)); then
    set -- wait "${begun[$name]}"
    unset "begun[$name]"
  else
    : >"$log"
  fi
  if "$@" >>"$log" 2>&1; then
    printf '%5d s\n' $((SECONDS - started))
  else
    printf '%5d s  FAILED\n' $((SECONDS - started))
    tail -n 200 "$log" | sed 's/^/    /'
    return 1
  fi
}

# beside NAME COMMAND…: begins a step that uses one processor, beside those that follow. `step` or `check` with its name
# alone waits for it.
declare -A begun=()
beside() {
  local name=$1
  shift
  "$@" >"$(log_of "$name")" 2>&1 &
  begun[$name]=$!
}

log_of() {
  mkdir -p "$LOGS"
  printf '%s/%s.log' "$LOGS" "${1//[^a-zA-Z0-9]/-}"
}

# check NAME COMMAND…: a step that counts: as many as the tests it ran, or one. A failure does not end the run.
check() {
  local name=$1 status=0 counts
  step "$@" || status=1
  counts=$(awk '
    /^test result: /  { pass += $4; fail += $6 }
    /^(ℹ|#) pass [0-9]+/ { pass += $3 }
    /^(ℹ|#) (fail|cancelled) [0-9]+/ { fail += $3 }
    END { print pass + 0, fail + 0 }' "$(log_of "$name")")
  local pass=${counts% *} fail=${counts#* }
  if ((status == 0 && pass + fail == 0)); then pass=1; fi
  if ((status != 0 && fail == 0)); then fail=1; fi
  passed=$((passed + pass))
  failed=$((failed + fail))
}

# ---- setting up -------------------------------------------------------------------------------------------------

need_rust() {
  command -v cargo >/dev/null || die 'Rust is missing. Install it as https://rustup.rs says, then run this again.'
  [[ -d $(rustc --print target-libdir --target "$WASM_TARGET") ]] && return
  command -v rustup >/dev/null ||
    die "Rust's target $WASM_TARGET is missing, and there is no rustup to add it. Install Rust as https://rustup.rs says."
  step "Rust target $WASM_TARGET" rustup target add "$WASM_TARGET" ||
    die "rustup could not add $WASM_TARGET. Check the network, then run this again."
}

need_node() {
  local stamp=node_modules/.candor-lock lock
  command -v npm >/dev/null || die 'Node.js 20 or newer is missing. Install it (https://nodejs.org), then run this again.'
  node -e 'process.exit(Number.parseInt(process.versions.node, 10) < 20 ? 1 : 0)' ||
    die "Node.js $(node --version) is too old: 20 or newer is needed."
  lock=$(sha256sum package-lock.json)
  [[ -f $stamp && $(<"$stamp") == "$lock" ]] && return
  step 'npm packages' npm ci --no-fund --no-audit || die 'npm could not install the locked packages: the reason is above.'
  printf '%s\n' "$lock" >"$stamp"
}

# Editors, grids and the like, that only the fidelity benchmark needs: from npm, and JupyterLab from PyPI.
need_surfaces() {
  local dir=$CACHE/fidelity/jupyter modules=bench/fidelity/node_modules lock
  lock=$(sha256sum bench/fidelity/package-lock.json)
  if [[ ! -f $modules/.candor-lock || $(<"$modules/.candor-lock") != "$lock" ]]; then
    step 'Surfaces from npm' npm ci --prefix bench/fidelity --no-fund --no-audit || die 'npm could not install the surfaces.'
    printf '%s\n' "$lock" >"$modules/.candor-lock"
  fi
  lock=$(sha256sum bench/fidelity/requirements.txt)
  [[ -f $dir/.candor-lock && $(<"$dir/.candor-lock") == "$lock" ]] && return
  rm -rf "$dir"
  step 'JupyterLab from PyPI' install_jupyter "$dir" ||
    die 'JupyterLab could not be installed: Python 3.10 or newer with venv and pip is needed.'
  printf '%s\n' "$lock" >"$dir/.candor-lock"
}

install_jupyter() {
  python3 -m venv "$1" && "$1/bin/pip" install -q --disable-pip-version-check -r bench/fidelity/requirements.txt
}

need_chromium() {
  command -v "${CANDOR_CHROMIUM:-chromium}" >/dev/null && return
  if [[ $(id -u) -ne 0 ]] || ! command -v apt-get >/dev/null; then
    die 'Chromium is missing. Install it (on Debian: sudo apt-get install chromium), or name one in CANDOR_CHROMIUM.'
  fi
  step 'Package lists' apt-get update -q || die 'apt-get update failed: the reason is above.'
  step 'Chromium' env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium ||
    die 'apt-get could not install chromium: the reason is above.'
}

# ---- building ---------------------------------------------------------------------------------------------------

# Paths of this machine must not end up in the WebAssembly: two checkouts of one commit build the same bytes. SHA-2 is
# the form without unrolled rounds, a tenth of the code. The stack lies first in memory and is half of the usual MiB:
# addresses of constants behind it take three bytes then, and not four. LLVM's options are its own affair: one that this
# compiler's does not know is left out, and the sizes tell.
wasm_flags() {
  local flags="--remap-path-prefix=$PWD=/candor --cfg=sha2_backend_soft=\"compact\" -Clink-arg=-zstack-size=524288"
  local option
  for option in "${LLVM_OPTIONS[@]}"; do
    if rustc "-Cllvm-args=$option" --print cfg &>/dev/null; then flags+=" -Cllvm-args=$option"; fi
  done
  local library registry
  library=$(rustc --print sysroot)/lib/rustlib/src/rust
  flags+=" --remap-path-prefix=$library=/rustc/$(rustc -vV | sed -n 's/^commit-hash: //p')"
  for registry in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do
    flags+=" --remap-path-prefix=$registry=/crates"
  done
  printf '%s' "$flags"
}

# build_wasm [OPTION…]
build_wasm() {
  cargo fetch --locked --target "$WASM_TARGET" && module candor-core "$@" && module candor-patterns
}

# module PACKAGE [OPTION…]: a crate that is built as a Rust library too is not optimised as a whole, so it is not.
module() {
  local package=$1
  shift
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$(wasm_flags) \
    cargo rustc --profile web --locked --target "$WASM_TARGET" -p "$package" --lib --crate-type cdylib "$@"
}

# bindings DIR [CORE]: JavaScript and WebAssembly, of the core and of the module for a policy's patterns.
bindings() {
  local built=$TARGET/$WASM_TARGET/web
  "$TARGET/debug/bindgen" "${2:-$built/candor_core.wasm}" "$1" core &&
    "$TARGET/debug/bindgen" "$built/candor_patterns.wasm" "$1" patterns
}

# glue DIR: the same, optimised.
glue() {
  bindings "$1" && smaller "$1/core_bg.wasm" && smaller "$1/patterns_bg.wasm"
}

# smaller FILE: the same WebAssembly in fewer bytes. The features are what rustc uses by itself; `--all-features` would
# let wasm-opt use more than browsers load. Functions stay apart, even where one caller could take them in, and lie in the
# order of their names beside those they resemble: gzip makes of that what inlining would hide. What LLVM made of a
# function's flow is made anew, and what is known of what calls do is used twice. Below the stack's end nothing is read.
# Alignments are hints that no processor of a browser's needs.
smaller() {
  node_modules/.bin/wasm-opt --low-memory-unused --generate-global-effects --flatten --rereloop -Oz --generate-global-effects -Oz \
    --merge-blocks --code-pushing --simplify-locals --coalesce-locals-learning -Oz \
    --one-caller-inline-max-function-size=0 --always-inline-max-function-size=5 \
    --reorder-locals --reorder-functions-by-name --dealign \
    --strip-debug --strip-producers --strip-target-features \
    --enable-bulk-memory --enable-bulk-memory-opt --enable-call-indirect-overlong --enable-multivalue \
    --enable-mutable-globals --enable-nontrapping-float-to-int --enable-reference-types --enable-sign-ext \
    "$1" -o "$1"
}

# Both cores: the one that is shipped, and before it, in the same place, one that can be brought down, for one test.
build_both() {
  local dir=$CACHE/trap
  mkdir -p "$dir" && build_wasm --features candor-core/trap && cp "$TARGET/$WASM_TARGET/web/candor_core.wasm" "$dir" &&
    build_wasm
}

# The extension for that test.
trap_extension() {
  local dir=$CACHE/trap
  bindings "$dir/generated" "$dir/candor_core.wasm" &&
    node tools/build/extension.mjs "$dir/chrome" "$dir/generated"
}

host_tools() {
  cargo build --locked -p bindgen
}

# The workspace as a whole, so that tools, tests and server share what they are built from.
host_workspace() {
  cargo build --locked "${WORKSPACE[@]}" --bins --tests
}

pack() {
  glue "$GENERATED" && node tools/build/extension.mjs dist/chrome
}

extension() {
  step 'Core as WebAssembly' build_wasm && step 'Extension' pack
}

# dist [--key FILE --url URL]
dist() {
  need_rust
  need_node
  { step 'Build tools' host_tools && extension; } || die 'the extension could not be built.'
  node tools/build/sizes.mjs dist/chrome
  printf 'build %s\n' "$(<dist/chrome/build.txt)"
  (($# == 0)) || node tools/build/release.mjs dist/chrome dist "$@"
}

# What the server and its tools are, for programs.
ingest_schemas() {
  cargo run --locked -q -p candor-ingest -- openapi >schema/openapi.json &&
    cargo run --locked -q -p candor-ingest -- reduce --schema >schema/actions-1.schema.json
}

policy_reference() {
  cargo run --locked -q -p candor-ingest -- policy reference >docs/policy.md
}

generate() {
  need_rust
  need_node
  {
    step 'Schemas' cargo run --locked -q -p generate -- schema && step 'Types' node tools/types.mjs schema &&
      step 'Policy reference' policy_reference && step 'Schemas of the server' ingest_schemas
  } || die 'the schemas could not be generated.'
}

# ---- commands ---------------------------------------------------------------------------------------------------

schema_is_current() {
  local fresh=$CACHE/schema
  rm -rf "$fresh"
  "$TARGET/debug/generate" "$fresh" && node tools/types.mjs "$fresh" || return
  local file
  for file in "$fresh"/*; do
    diff -u "schema/${file##*/}" "$file" || {
      echo 'schema/ is stale: run ./build.sh generate and commit what it wrote.'
      return 1
    }
  done
}

# Everything after the compiler, once more from the same WebAssembly: the same bytes. `ci` proves it for the compiler.
packing_repeats() {
  local again=$CACHE/again
  rm -rf "$again"
  glue "$again/generated" && node tools/build/extension.mjs "$again/chrome" "$again/generated" &&
    diff -r dist/chrome "$again/chrome"
}

node_tests() {
  local -a files
  mapfile -t files < <(find tests -name '*.test.mjs' -not -path 'tests/e2e/*' -not -path 'tests/dist/*' | sort)
  node --test --test-reporter=spec --test-concurrency=2 "${files[@]}"
}

# browser_tests COUNT [-v]: those that ask for no picture, COUNT at a time; with -v the others. Pictures are made by when
# they are wanted, so nothing else may be at work beside them.
browser_tests() {
  local -a files
  mapfile -t files < <(find tests/e2e -name '*.test.mjs' | grep "${@:2}" -E \
    '/(a-(long|managed|panic|sealed|session|task)|after|an-update|nothing|text|the-server|traps-control|what-(is|was-sent))[^/]*$' |
    sort)
  node --test --test-reporter=spec --test-concurrency="$1" --test-timeout=240000 "${files[@]}"
}

lint_shell() {
  if command -v shellcheck >/dev/null; then shellcheck build.sh .ci/run; else bash -n build.sh && bash -n .ci/run; fi
}

everything() {
  need_rust
  need_node
  need_chromium
  check 'Rust format' cargo fmt --all --check
  check 'Shell scripts' lint_shell
  check 'Biome' node_modules/.bin/biome ci --colors=off --error-on-warnings
  # What uses one processor runs beside what uses all.
  beside 'Core as WebAssembly' build_both
  local built=0
  step 'Build' host_workspace || built=1
  step 'Core as WebAssembly' || built=1
  ((built == 0)) || return
  step 'Extension with a trap, for a test' trap_extension || return
  beside 'Extension' pack
  check 'Clippy' cargo clippy --locked "${WORKSPACE[@]}" --all-targets -- -D warnings
  # In the profile that was just built, with which it shares macros and build scripts.
  check 'Clippy, WebAssembly' cargo clippy --locked --profile web --target "$WASM_TARGET" \
    -p candor-core -p candor-patterns -- -D warnings
  step 'Extension' || return
  beside 'Packing twice gives the same bytes' packing_repeats
  check 'TypeScript' node_modules/.bin/tsc --project .
  check 'Schemas are current' schema_is_current
  check 'Rust tests' cargo test --locked "${WORKSPACE[@]}" --lib --bins --test '[!i]*' --no-fail-fast
  check 'Rust examples' cargo test --locked "${WORKSPACE[@]}" --doc --no-fail-fast
  # One after another: a port that one server has left may be another's a moment later.
  check 'Ingest tests' cargo test --locked "${WORKSPACE[@]}" --test 'i*' --no-fail-fast -- --test-threads=1
  check 'Packing twice gives the same bytes'
  check 'Node tests' node_tests
  check 'Sizes' node tools/build/sizes.mjs dist/chrome --check
  check 'The built extension' node --test --test-reporter=spec tests/dist/*.test.mjs
  step 'Pages for the browser tests' node tests/pages/bundle.mjs || return
  check 'End to end, pictures' browser_tests 1 -v
  check 'End to end, the rest' browser_tests 2
}

# counted COMMAND…: ends with the counts on a line of their own.
counted() {
  "$@" || failed=$((failed + 1))
  printf '%d passed, %d failed\n' "$passed" "$failed"
  ((failed == 0))
}

# Two clean checkouts of the last commit, at different paths and with nothing shared, build the same extension.
checkouts_agree() {
  local side
  for side in here elsewhere/deeper; do
    rm -rf "${CACHE:?}/checkouts/$side"
    git clone -q --no-hardlinks . "$CACHE/checkouts/$side" &&
      env -u CARGO_TARGET_DIR "$CACHE/checkouts/$side/build.sh" dist || return
  done
  diff -r "$CACHE/checkouts/here/dist/chrome" "$CACHE/checkouts/elsewhere/deeper/dist/chrome"
}

ci_checks() {
  everything
  check 'Two checkouts build the same bytes' checkouts_agree
}

run() {
  need_rust
  need_node
  need_chromium
  { step 'Build tools' host_tools && extension; } || die 'the extension could not be built.'
  step 'Ingest server' cargo build --locked -p candor-ingest || die 'the ingest server could not be built.'
  step 'Sample workspace' node tests/pages/bundle.mjs || die 'the sample workspace could not be built.'
  exec node tools/run/run.mjs "$@"
}

# The detector as WebAssembly by itself, built as it is in the core.
bench_module() {
  local dir=$CACHE/bench/bindings
  module candor-benches &&
    "$TARGET/debug/bindgen" "$TARGET/$WASM_TARGET/web/candor_benches.wasm" "$dir" bench &&
    smaller "$dir/bench_bg.wasm"
}

# fidelity [SURFACE…]
fidelity() {
  dist
  need_chromium
  need_surfaces
  step 'Ingest server' cargo build --locked "${WORKSPACE[@]}" --bins || die 'the ingest server could not be built.'
  exec node bench/fidelity/main.mjs "$@"
}

# pictures [ROUNDS]
pictures() {
  need_chromium
  step 'Pages for the browser tests' node tests/pages/bundle.mjs || die 'the benchmark could not be built.'
  exec node benches/pictures.mjs "$@"
}

# cost [ROUNDS]
cost() {
  dist
  need_chromium
  { step 'Ingest server' cargo build --locked "${WORKSPACE[@]}" --bins &&
    step 'Pages for the browser tests' node tests/pages/bundle.mjs; } || die 'the benchmark could not be built.'
  exec node benches/cost.mjs "$@"
}

bench() {
  if [[ ${1:-} == fidelity || ${1:-} == cost || ${1:-} == pictures ]]; then
    "$@"
  fi
  dist
  need_chromium
  mkdir -p bench/results
  node tools/build/sizes.mjs dist/chrome --json >bench/results/sizes.json
  step 'Detector as WebAssembly' bench_module || die 'the benchmark could not be built.'
  node benches/scrub.mjs "$CACHE/bench/bindings"
  echo 'written: bench/results/sizes.json, bench/results/scrub.json'
}

soak() {
  need_rust
  need_node
  need_chromium
  { step 'Build' host_workspace && extension; } || die 'the build failed.'
  step 'Pages for the browser tests' node tests/pages/bundle.mjs || die 'the pages could not be built.'
  exec node tools/build/soak.mjs "$@"
}

clean() {
  rm -rf dist "$GENERATED" "$CACHE" "$TARGET" node_modules
}

main() {
  local command=${1:-help}
  (($# > 0)) && shift
  case $command in
    test) counted everything ;;
    ci) counted ci_checks ;;
    run | dist | bench | clean | generate | soak | help) "$command" "$@" ;;
    *)
      help >&2
      die "there is no command \`$command\`."
      ;;
  esac
}

main "$@"
