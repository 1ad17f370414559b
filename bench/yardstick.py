"""How fast this machine is: yardstick.py FILE."""
import os, sys, time

f = os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY)
t = []
for _ in range(200):
    os.write(f, b"x" * 4096)
    a = time.perf_counter()
    os.fdatasync(f)
    t.append((time.perf_counter() - a) * 1000)
t.sort()
a = time.perf_counter()
n = 0
while time.perf_counter() - a < 1:
    n += 1
print(f"p50 {t[100]:.2f} ms, p95 {t[190]:.2f} ms; {n / 1e6:.1f} million turns a second")
