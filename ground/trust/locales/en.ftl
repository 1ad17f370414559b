kind-trust-level-gained = was trusted further
kind-trust-level-lost = was trusted less
kind-trust-quarantined = was counted apart
kind-trust-appealed = said why that is wrong
kind-trust-upheld = stays counted apart
kind-trust-lifted = counts again
