#!/bin/sh
# Builds one fuzz target and runs it. See README.md beside this file.
#
#   Fuzzing/run.sh                              lists the targets
#   Fuzzing/run.sh websocket-frames 60          runs for 60 seconds
#   Fuzzing/run.sh websocket-frames 1000000x    runs a million inputs
#   Fuzzing/run.sh websocket-frames coverage    says how much of the modules the corpus reaches
#   Fuzzing/run.sh websocket-frames FILE        runs one input, such as a crash
set -eu
cd "$(dirname "$0")/.."
root=$PWD

if [ $# -lt 1 ]; then
    find Fuzzing -mindepth 2 -maxdepth 2 -name '*.swift' -exec basename {} .swift \; | sort
    exit 0
fi
target=$1
what=${2:-60}

source=$(find Fuzzing -mindepth 2 -maxdepth 2 -name "$target.swift")
[ -n "$source" ] || { echo "no target $target; those there are: $("$0" | tr '\n' ' ')" >&2; exit 2; }
folder=$(dirname "$source")
modules= shared= link=
. "$folder/settings.sh"

build=${FUZZ_BUILD:-$root/.build/fuzzing}/$(basename "$folder")
instruments='-sanitize=fuzzer,address'
[ "$what" = coverage ] && { build=$build-coverage; instruments="-sanitize=fuzzer -profile-generate -profile-coverage-mapping"; }
mkdir -p "$build/corpus/$target"

# One module after the other, as in Package.swift: C targets by their headers, Swift targets whole.
flags="-O -parse-as-library -enable-testing -swift-version 6 -package-name martlet -I $build $instruments"
flags="$flags -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault"
flags="$flags -enable-upcoming-feature MemberImportVisibility"
objects=
for module in $modules; do
    if [ -d "Sources/$module/include" ]; then
        mkdir -p "$build/$module"
        printf 'module %s { umbrella "%s/Sources/%s/include" export * }\n' "$module" "$root" "$module" \
            > "$build/$module/module.modulemap"
        flags="$flags -Xcc -fmodule-map-file=$build/$module/module.modulemap"
        for file in "Sources/$module"/*.c; do
            clang -O2 -g -I "Sources/$module/include" -c "$file" -o "$build/$module-$(basename "$file").o"
            objects="$objects $build/$module-$(basename "$file").o"
        done
    else
        swiftc $flags -module-name "$module" -whole-module-optimization -emit-module \
            -emit-module-path "$build/$module.swiftmodule" -c $(find "Sources/$module" -name '*.swift') \
            -o "$build/$module.o"
        objects="$objects $build/$module.o"
    fi
done
helpers=
for path in $shared; do helpers="$helpers $(find "$path" -name '*.swift')"; done
name=$(echo "$target" | tr - _)
swiftc $flags -module-name "$name" "$source" $helpers $objects $link -o "$build/$target"

# Swift's own crash report and AddressSanitizer get into each other's way.
export SWIFT_BACKTRACE=enable=no
seeds=$folder/corpus/$target
[ -d "$seeds" ] || seeds=
case $what in
coverage)
    # The tools of the toolchain: others may not know its format.
    tools=$(dirname "$(readlink -f "$(command -v swiftc)")")
    LLVM_PROFILE_FILE=$build/$target.profraw "$build/$target" -runs=0 "${FUZZ_CORPUS:-$build/corpus/$target}" $seeds
    "$tools/llvm-profdata" merge -o "$build/$target.profdata" "$build/$target.profraw"
    "$tools/llvm-cov" report "$build/$target" -instr-profile="$build/$target.profdata" \
        $(for module in $modules; do echo "Sources/$module"; done)
    ;;
*[!0-9x]*) exec "$build/$target" "$what" ;;
*)
    case $what in *x) amount=-runs=${what%x} ;; *) amount=-max_total_time=$what ;; esac
    # Crashes are left in the build folder; each one becomes a test before it is fixed.
    exec nice -n 15 "$build/$target" "$amount" -max_len=2048 -timeout=60 -rss_limit_mb=1024 -print_final_stats=1 \
        -artifact_prefix="$build/$target-" "$build/corpus/$target" $seeds
    ;;
esac
