# Sourced by ./run and ./test from the top folder: Python, .venv and packages, each only when missing or changed.
# shellcheck shell=sh

say() { printf '%s\n' "$*"; }

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

# apt_install REASON PACKAGE...: installs as root, otherwise says what to type.
apt_install() {
    reason=$1
    shift
    command -v apt-get >/dev/null 2>&1 || die "$reason Install what Debian calls: $*"
    [ "$(id -u)" -eq 0 ] || die "$reason Type: sudo apt-get update && sudo apt-get install -y $*"
    say "$reason Installing: $*"
    log=$(mktemp)
    if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } \
        >"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        die "Installing $* failed."
    fi
    rm -f "$log"
}

is_usable_python() {
    command -v "$1" >/dev/null 2>&1 &&
        "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

first_usable_python() {
    for python in python3 python3.11 python3.12 python3.13 python3.14; do
        is_usable_python "$python" && return
    done
    apt_install 'Sen ID needs Python 3.11 or newer.' python3 python3-venv
    python=python3
    is_usable_python "$python" || die 'The Python of this system is older than 3.11. Install a newer one.'
}

# Debian splits venv from Python; ensurepip is the part that is missing then.
find_python() {
    first_usable_python
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
        apt_install 'Python is here without its venv part.' python3-venv
}

make_venv() {
    find_python
    rm -rf .venv
    "$python" -m venv .venv || die 'Python could not make the folder .venv.'
}

# What the packages in .venv should follow from. The place counts too: a moved .venv starts nothing.
fingerprint() {
    { pwd && cat setup.cfg pyproject.toml "$@"; } | cksum
}

# uv installs the same packages in a tenth of the time. It does not read what pip was told of other places, and may not
# be had: then pip does it.
quickly_installed() {
    .venv/bin/python -m pip config list 2>/dev/null | grep -q index-url && return 1
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-compile uv==0.13.9 >/dev/null 2>&1 &&
        .venv/bin/uv pip install --quiet --python .venv/bin/python --compile-bytecode --requirement "$1" >/dev/null 2>&1
}

# install_into_venv STAMP FILE...: the last requirements file includes the ones before it.
install_into_venv() {
    stamp=.venv/$1
    shift
    wanted=$(fingerprint "$@")
    [ -x .venv/bin/python ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return
    .venv/bin/python -m pip --version >/dev/null 2>&1 || make_venv
    for last in "$@"; do :; done
    say "Installing what $last lists (once)."
    quickly_installed "$last" ||
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement "$last" ||
        die "pip could not install what $last lists."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable . ||
        die 'pip could not install Sen ID itself.'
    printf '%s\n' "$wanted" >"$stamp"
}

# Translations are kept as text; the compiled form is made where a text is newer.
compile_messages() {
    catalogues=idp/web/translations
    [ -d "$catalogues" ] || return 0
    for text in "$catalogues"/*/LC_MESSAGES/messages.po; do
        compiled=${text%.po}.mo
        if [ ! -f "$compiled" ] || [ -n "$(find "$text" -newer "$compiled")" ]; then
            .venv/bin/pybabel --quiet compile --input-file "$text" --output-file "$compiled" ||
                die "The translation $text does not compile."
        fi
    done
}
