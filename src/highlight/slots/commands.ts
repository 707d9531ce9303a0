/**
 * What commands do with their arguments, as far as it matters for filling slots. A command in no list may get a
 * harmless word. A command that executes its arguments gets nothing, except where a rule here says how.
 */

const words = (text: string): Set<string> => new Set(text.trim().split(/\s+/))

/** Keywords, after which a command begins. */
export const KEYWORDS: ReadonlySet<string> = words(
  `if then elif else fi for in do done while until case esac select function coproc repeat foreach switch end
begin and or not time ! { } [[ ((`,
)

/** Commands that take any argument as data: a name, a path, an address, a pattern or a text. */
export const DATA: ReadonlySet<string> = words(
  `basename cat cd chgrp chmod chown cksum cmp comm cp curl cut date df diff dig dirname du echo egrep fgrep file
free getent grep head host id iostat journalctl kill killall ln ls lsblk lsof md5sum mkdir mount mountpoint mv
namei netstat nslookup pgrep pidof ping ping6 pkill promtool amtool logcli ps pwdx readlink realpath rm rmdir sha1sum
sha256sum sort ss stat strings sync systemctl tail tac tee touch tr tracepath traceroute umount uname uniq uptime wc wget
whois zcat zgrep`,
)

/** The words after which `kubectl` and `oc` take data. */
export const KUBECTL_DATA: ReadonlySet<string> = words(
  `annotate api-resources apply auth autoscale certificate cluster-info config cordon delete describe drain events
explain get label logs patch replace rollout scale set taint top uncordon version wait`,
)

/** Those of them that change what is executed: a manifest's address, an image, a part of a manifest. */
export const KUBECTL_CHANGES: ReadonlySet<string> = words('apply config delete patch replace set')

/** Options of `kubectl` and `oc` that may precede that word and take a value. */
export const KUBECTL_OPTIONS: ReadonlySet<string> = words(
  '-n --namespace --context --cluster --kubeconfig --user -s --server --request-timeout -v',
)

/** Commands that only pass on or count their input. */
export const FILTERS: ReadonlySet<string> = words(
  `cat column cmp comm cut diff egrep fgrep grep head less more nl rg sort tac tail tee tr uniq wc base64 fold jq yq
awk gawk mawk sed md5sum sha1sum sha256sum zcat gzip gunzip hexdump xxd od pr rev paste`,
)

interface Wrapper {
  /** Letters of options that take a value. */
  readonly options: string
  /** Number of words before the command. */
  readonly skip?: number
}

const wrapper = (options = '', skip = 0): Wrapper => ({ options, skip })

/** Commands that run the command in their arguments unchanged. */
export const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  '-': wrapper(),
  and: wrapper(),
  begin: wrapper(),
  builtin: wrapper(),
  busybox: wrapper(),
  chroot: wrapper('', 1),
  chrt: wrapper('', 1),
  command: wrapper(),
  doas: wrapper('uC'),
  env: wrapper('uC'),
  exec: wrapper('a'),
  gosu: wrapper('', 1),
  ionice: wrapper('cnp'),
  nice: wrapper('n'),
  nocorrect: wrapper(),
  noglob: wrapper(),
  nohup: wrapper(),
  not: wrapper(),
  or: wrapper(),
  setsid: wrapper(),
  stdbuf: wrapper('ioe'),
  strace: wrapper('eopsuPSIObX'),
  sudo: wrapper('ugphCrtTDRU'),
  taskset: wrapper('', 1),
  time: wrapper('fo'),
  timeout: wrapper('ks', 1),
  toybox: wrapper(),
  xargs: wrapper('IPnLsdEa'),
}

/** Commands that join their arguments and pass them to a shell, here or on another machine. */
export const JOINERS: Readonly<Record<string, Wrapper>> = {
  autossh: wrapper('bcDEeFIiJLlMmOopQRSWw', 1),
  eval: wrapper(),
  slogin: wrapper('bcDEeFIiJLlmOopQRSWw', 1),
  ssh: wrapper('BbcDEeFIiJLlmOopQRSWw', 1),
  watch: wrapper('nq'),
}

/** Commands that run another one in a container; words before it are data. */
export const CONTAINERS: Readonly<Record<string, ReadonlySet<string>>> = {
  kubectl: words('exec'),
  k: words('exec'),
  oc: words('exec rsh'),
  docker: words('exec'),
  podman: words('exec'),
  nerdctl: words('exec'),
  crictl: words('exec'),
}

/** Options of `exec` that take a value. */
export const EXEC_OPTIONS: ReadonlySet<string> = words(
  '-n --namespace -c --container --context --kubeconfig -u --user -w --workdir -e --env --pod-running-timeout',
)

export const SHELLS: ReadonlySet<string> = words('sh bash dash zsh ash ksh mksh fish rbash')

/** Commands whose option `-c` is a command line. */
export const SHELL_OPTION: ReadonlySet<string> = words('su runuser flock script')

/** Commands that take a program in a language of their own. */
export const PROGRAMS: ReadonlySet<string> = words(
  'awk gawk mawk nawk sed perl python python2 python3 ruby node jq yq',
)

/** Those of them that execute their input when given no program. */
export const INTERPRETERS: ReadonlySet<string> = words('perl python python2 python3 ruby node')

export const DATABASES: ReadonlySet<string> = words('mysql mariadb psql sqlite3 clickhouse-client cqlsh')

/** Commands that declare variables: only `NAME=value` may follow. */
export const DECLARING: ReadonlySet<string> = words('export local readonly declare typeset')

/** Commands that evaluate or run their arguments in ways not followed here. */
const RISKY: ReadonlySet<string> = words(
  `. source alias abbr ansible at batch bc bind bundle cgexec clush complete compgen coproc crontab dc declare
docker-compose ed emacs enable entr ex expect fc firejail functions gdb getopts hash history hyperfine let lldb lua lxc m4
make man mapfile mosh nc.traditional ncat npm npx nsenter nvim osascript parallel pdsh perf php pkexec pnpm
proxychains pssh read readarray rlwrap salt screen script set setarch setpriv shopt socat su-exec systemd-run tclsh tmux
torsocks trap tsocks unbuffer unset unshare uv vagrant vared vi view vim vimdiff wish yarn zcompile zeval zle zmodload
prlimit numactl caffeinate chpst softlimit runit dbus-run-session xvfb-run gcloud aws az nomad jshell expr busctl
pip pip3 pipx gem cargo go mvn gradle composer apt apt-get aptitude yum dnf zypper apk pacman brew snap flatpak rpm dpkg
insmod modprobe kexec logrotate sysctl start-stop-daemon run-parts daemonize sshpass incus juju fab knife bolt dsh valgrind
ltrace rr faketime fakeroot chronic ifne pee mispipe cpulimit direnv foreman sshfs ansible-playbook salt-call salt-ssh
salt-run puppet chef-apply chef-client chef-solo parallel-ssh prsync pscp pslurp pnuke rsh remsh rexec xdsh srun sbatch salloc
mpirun mpiexec qsub bsub condor_submit lxc-attach lxc-execute jexec vzctl prlctl multipass wsl winrs psexec runas sg capsh schroot
arch-chroot proot bwrap tini dumb-init catchsegv heaptrack nodemon forever dtach abduco ttyrec asciinema watchexec reflex viddy
retry sem just task ninja cmake rake scons bazel tox nox pytest poetry pipenv conda mamba hatch rbenv asdf mise nvm dotnet mono
wine scala groovy kotlin clojure julia Rscript octave luajit pypy guile racket sbcl runghc ocaml erl elixir iex crystal dart
swift deno bun bunx uvx tsx ts-node coffee ipython jython stap dtrace drgn gnuplot sqlplus rman mysqlsh
k6 artillery jmeter incrontab sched xdotool ydotool cmd powershell pwsh rundll32 regsvr32 mshta wscript cscript msiexec
xonsh nu elvish tcsh csh rc es oil osh ysh ld.so  tsh orgalorg mussh sshmulti cssh`,
)

/** Options of such commands whose value is only a name. */
export const NAMING: Readonly<Record<string, ReadonlySet<string>>> = {
  ansible: words('-l --limit'),
  'ansible-playbook': words('-l --limit'),
}

/** Commands that open any argument: the author must have written the start of the address. */
export const OPENERS: ReadonlySet<string> = words('open xdg-open start explorer gio wslview')

/** Options whose value is executed, chooses what is executed, or names a file that does. */
const RUN_BY: Readonly<Record<string, ReadonlySet<string>>> = {
  chsh: words('-s --shell'),
  curl: words('-K --config --engine'),
  git: words('--upload-pack --receive-pack --template -u --httpd'),
  gpg: words('--options --photo-viewer'),
  ip: words('-b -batch'),
  java: words('-jar -cp -classpath --class-path -p --module-path -m --module'),
  kubectl: words('--kubeconfig --exec-command --overrides'),
  mount: words('-t --types -o --options'),
  mysql: words('--defaults-file --defaults-extra-file --plugin-dir'),
  nc: words('-e -c'),
  nmap: words('--script --datadir'),
  oc: words('--kubeconfig --exec-command --overrides'),
  openssl: words('-engine -provider -provider-path -config'),
  pg_ctl: words('-o -p'),
  pgbench: words('-f --file'),
  psql: words('-f --file'),
  runuser: words('-s --shell'),
  rsync: words('-e --rsh --rsync-path'),
  scp: words('-S -o -F -D'),
  sftp: words('-S -o -F -D -b'),
  'ssh-add': words('-s -S'),
  'ssh-copy-id': words('-o -F'),
  'ssh-keygen': words('-D -w'),
  sendmail: words('-C'),
  split: words('--filter'),
  sqlcmd: words('-i'),
  su: words('-s --shell'),
  tar: words('-I -F'),
  tc: words('-b -batch'),
  tcpdump: words('-z'),
  tshark: words('-X'),
  useradd: words('-s --shell'),
  usermod: words('-s --shell'),
  wrk: words('-s --script'),
  wget: words('-e --execute -i --input-file --use-askpass --config'),
  zip: words('-TT --unzip-command'),
}

export const isRisky = (name: string): boolean => RISKY.has(name)

/** Whether the command executes the value of this option, also at the end of a bundle: `rsync -avze`, `curl -sK`. */
export function isRunBy(name: string, option: string): boolean {
  if (!Object.hasOwn(RUN_BY, name)) return false
  const options = RUN_BY[name]!
  return options.has(option) || (/^-[A-Za-z0-9]+$/.test(option) && options.has(`-${option.at(-1)}`))
}

/** Whether the command may run a word of its arguments as a command. */
export function runsOthers(name: string): boolean {
  return (
    RISKY.has(name) ||
    SHELLS.has(name) ||
    SHELL_OPTION.has(name) ||
    PROGRAMS.has(name) ||
    DECLARING.has(name) ||
    Object.hasOwn(WRAPPERS, name) ||
    Object.hasOwn(JOINERS, name) ||
    Object.hasOwn(CONTAINERS, name) ||
    /^(?:find|trap|test|\[)$/.test(name)
  )
}

/** Variables that decide what a shell or a program runs; those in lower case belong to zsh. */
export const POWERFUL: RegExp =
  /^(?:PATH|IFS|ENV|BASH_\w+|SHELL|PS\d|R?PROMPT\w*|LD_\w+|DYLD_\w+|VISUAL|BROWSER|LESS\w*|GIT_\w+|SSH_\w+|PYTHON\w+|PERL\w*|RUBY\w+|NODE_\w+|JAVA_\w+|\w*JAVA_OPTIONS|CLASSPATH|MAKE\w*|FPATH|ZDOTDIR|HOME|CDPATH|MANPATH|TERM\w*|SHELLOPTS|BASHOPTS|INPUTRC|WGETRC|CURL_HOME|LUA_\w+|GCONV_PATH|NLSPATH|LOCPATH|OPENSSL_\w+|CC|CXX|TAR_\w+|GREP_OPTIONS|NULLCMD|READNULLCMD|FCEDIT|RUSTC\w*|KUBECONFIG|DOCKER_CONFIG|AWS_\w*FILE|ANSIBLE_\w+|GOFLAGS|CARGO_\w+|PIP_\w+|npm_config_\w+|VIMINIT|EXINIT|MYVIMRC|GNUPGHOME|XDG_\w+|PSQLRC|MYSQL_HOME|R_\w+|PHPRC|PHP_\w+|AWKPATH|AWKLIBPATH|GTK_MODULES|QT_\w+|DOTNET_\w+|ERL_\w+|TF_CLI_\w+|BUNDLE_\w+|GEM_\w+|HELM_\w+|KUBE_\w+|COMPOSE_\w+|LESSKEY\w*|TCLLIBPATH|KRB5_\w+|NPM_CONFIG_\w+|\w+_(?:RSH|SSH|EDITOR|COMMAND|CMD|SHELL|WRAPPER|OPTIONS|OPTS|FLAGS|ASKPASS|HELPER|HOOK|EXEC|PRELOAD|CONFIG_PATH|STARTUP|INIT|PROXY_COMMAND)|\w*EDITOR|\w*PAGER|path|fpath|cdpath|manpath|mailpath|module_path|prompt|argv|histchars|fignore|psvar|commands|aliases|functions|status)$/

/** Names of options or settings whose value a program executes: `--to-command`, `ProxyCommand`, `core.pager`. */
export const RUNNING_NAME: RegExp =
  /^-{0,2}[\w.-]*(?:exec|command|cmd|eval|shell|program|prog|script|hook|action|pager|editor|rsh|askpass|helper|handler|wrapper|launcher|entrypoint|interpreter|plugin|preload|upload-?pack|receive-?pack|rsync-path|agent(?:lib|path)|javaagent|alias|modprobe|viewer|renderer|lua_script)[\w.-]*$/i

/** Options whose value a program executes. */
export const RUNNING_OPTION: RegExp =
  /^(?:-e|-c|-x|-I|-F|-S|--?(?:\w|-)*(?:exec|command|cmd|eval|shell|program|prog|script|hook|action|pager|editor|rsh|pre|bin|askpass|helper|handler|wrapper|launcher|entrypoint|interpreter|plugin|upload-pack|receive-pack|rsync-path|\w-filter|renderer|viewer|browser|modprobe|sendmail|engine)(?:\w|-)*)$/

/** Words that are often followed by a command. */
export const RUNNING_WORD: RegExp =
  /^(?:exec|run|rsh|ssh|debug|attach|eval|invoke|shell|start|spawn|install|foreach|filter-branch|\w+\.agent_load|sh|bash|zsh|dash|ksh|fish|sudo|env|xargs|awk|gawk|sed|perl|python|python3|ruby|node|--)$/

/** The name of a command without its folder, and without a version where the name is then known: `python3.11`. */
export function baseName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.exe$/i, '')
  if (/^ld[\w-]*\.so/.test(name)) return 'ld.so'
  const bare = name.replace(/-?\d[\d.]*$/, '')
  return bare !== name && (SHELLS.has(bare) || PROGRAMS.has(bare) || RISKY.has(bare)) ? bare : name
}
