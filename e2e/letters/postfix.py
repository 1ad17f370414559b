"""A Postfix and a Dovecot of their own in a directory, as root: nothing of the machine's is touched."""
import os, pathlib, pwd, shutil, socket, subprocess, time


def port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def waits_for(at, seconds=20):
    until = time.time() + seconds
    while time.time() < until:
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", at)) == 0: return
        time.sleep(0.1)
    raise SystemExit(f"nobody listens at {at}")


class Mail:
    """Takes mail for lamps.example; everybody at gone.example bounces; bounces@lamps.example goes to `pipe`."""

    def __init__(self, home, pipe):
        self.home = pathlib.Path(home)
        self.smtp, self.imap = port(), port()
        for name in ("conf", "queue", "data", "mail", "dovecot"): (self.home / name).mkdir(parents=True)
        os.chmod(self.home, 0o755)
        self.user = pwd.getpwnam("nobody")
        os.chown(self.home / "mail", self.user.pw_uid, self.user.pw_gid)
        shutil.chown(self.home / "data", "postfix")
        self.postfix(pipe)
        self.dovecot()

    def postfix(self, pipe):
        conf = self.home / "conf"
        (conf / "main.cf").write_text(f"""compatibility_level = 3.6
queue_directory = {self.home}/queue
data_directory = {self.home}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.lamps.example
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
alias_maps =
local_recipient_maps =
recipient_delimiter = +
virtual_mailbox_domains = lamps.example
virtual_mailbox_base = {self.home}/mail
virtual_mailbox_maps = inline:{{ {{ ada@lamps.example = ada/ }}, {{ alan@lamps.example = ada/ }}, {{ bounces@lamps.example = bounces/ }} }}
virtual_uid_maps = static:{self.user.pw_uid}
virtual_gid_maps = static:{self.user.pw_gid}
virtual_minimum_uid = 1
transport_maps = inline:{{ {{ bounces@lamps.example = deedwell: }}, {{ gone.example = nouser: }} }}
smtpd_recipient_restrictions = permit_mynetworks, reject
maillog_file = /var/log/postfix-{os.getpid()}.log
""")
        # Taken over first, and then there is no such user (EX_NOUSER): it comes back by itself.
        nobody = self.home / "nouser"
        nobody.write_text("#!/bin/sh\ncat >/dev/null\nexit 67\n")
        nobody.chmod(0o755)
        command = " ".join(pipe)
        plain = "\n".join(f"{name} unix {'n' if name == 'cleanup' else '-'} {'n' if name == 'virtual' else '-'} n - {most} {does}" for name, most, does in [
            ("cleanup", 0, "cleanup"), ("rewrite", "-", "trivial-rewrite"), ("bounce", 0, "bounce"), ("defer", 0, "bounce"), ("trace", 0, "bounce"),
            ("verify", 1, "verify"), ("proxymap", "-", "proxymap"), ("smtp", "-", "smtp"), ("relay", "-", "smtp"), ("error", "-", "error"),
            ("retry", "-", "error"), ("discard", "-", "discard"), ("virtual", "-", "virtual"), ("lmtp", "-", "lmtp"), ("anvil", 1, "anvil"), ("scache", 1, "scache")])
        (conf / "master.cf").write_text(f"""127.0.0.1:{self.smtp} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
flush unix n - n 1000? 0 flush
proxywrite unix - - n - 1 proxymap
showq unix n - n - - showq
postlog unix-dgram n - n - 1 postlogd
{plain}
nouser unix - n n - 5 pipe
  flags=Rq user=nobody argv={nobody}
deedwell unix - n n - 5 pipe
  flags=Rq user={pwd.getpwuid(os.getuid()).pw_name if os.getuid() else 'nobody'} null_sender= argv={command}
""")
        self.run("postfix", "-c", str(conf), "start")
        waits_for(self.smtp)

    def dovecot(self):
        where = self.home / "dovecot"
        (where / "users").write_text(f"ada@lamps.example:{{PLAIN}}lamp:{self.user.pw_uid}:{self.user.pw_gid}::{self.home}/mail/ada::\n")
        (where / "dovecot.conf").write_text(f"""base_dir = {where}/run
state_dir = {where}/state
log_path = {where}/log
protocols = imap
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:{self.home}/mail/ada
default_internal_user = dovecot
default_login_user = dovenull
passdb {{
  driver = passwd-file
  args = {where}/users
}}
userdb {{
  driver = passwd-file
  args = {where}/users
}}
service imap-login {{
  inet_listener imap {{
    address = 127.0.0.1
    port = {self.imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
""")
        self.run("dovecot", "-c", str(where / "dovecot.conf"))
        waits_for(self.imap)

    def run(self, *words):
        # Into a file: what they start would hold a pipe open.
        with open(self.home / "started", "w") as said:
            done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=said, stderr=said, timeout=30)
        if done.returncode: raise SystemExit(f"{' '.join(words[:3])} failed: {(self.home / 'started').read_text()[-800:]}")

    def log(self):
        try: return pathlib.Path(f"/var/log/postfix-{os.getpid()}.log").read_text()
        except FileNotFoundError: return ""

    def stop(self):
        subprocess.run(["postfix", "-c", str(self.home / "conf"), "stop"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        subprocess.run(["doveadm", "-c", str(self.home / "dovecot" / "dovecot.conf"), "stop"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        pathlib.Path(f"/var/log/postfix-{os.getpid()}.log").unlink(missing_ok=True)
