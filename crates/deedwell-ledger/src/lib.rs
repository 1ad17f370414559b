//! The tail and its hot columns, sealing, the catalogue, the behaviour kernels.
