kind-trust-level-gained = hat mehr Vertrauen gewonnen
kind-trust-level-lost = hat Vertrauen verloren
kind-trust-quarantined = wird getrennt gezählt
kind-trust-appealed = hat widersprochen
kind-trust-upheld = bleibt getrennt gezählt
kind-trust-lifted = zählt wieder
