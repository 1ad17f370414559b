use super::*;
use crate::testing::{Chance, assert_near};
