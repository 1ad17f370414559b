//! Through which server an organisation sends, as whom, and with which signatures: read again when it
//! was changed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use deedwell_core::{Error, Result};
use deedwell_store::{Db, Tx};
use jiff::Timestamp;
use tokio::time::Instant;

use super::{Mail, Whose};
use crate::setting::Setting;
use crate::smtp::Pool;
use crate::smtp::pool::MOST_AT_ONCE;
use crate::smtp::server::Limits;
use crate::store;
use crate::write::letter::Sender;
use crate::write::sign::Signer;

/// A change is seen after so long at the latest.
const LOOKED_AT_FOR: Duration = Duration::from_secs(2);

/// All that is needed to send for one organisation.
pub struct Way {
    pub pool: Pool,
    pub sender: Sender,
    pub signer: Option<Signer>,
    pub setting: Setting,
    pub organisation: OfOrganisation,
}

/// What letters say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfOrganisation {
    pub name: String,
    pub language: String,
    pub zone: String,
    /// The address of its site, without a slash at the end.
    pub site: String,
}

struct Known {
    /// None where there is no server to send through.
    way: Option<Arc<Way>>,
    as_of: (Timestamp, Option<String>),
    looked_at: Instant,
}

pub struct Ways {
    mail: Mail,
    limits: Limits,
    known: Mutex<HashMap<Whose, Known>>,
}

impl Ways {
    pub fn new(mail: Mail, limits: Limits) -> Self {
        Self { mail, limits, known: Mutex::default() }
    }

    /// None where nobody set a server up.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of(&self, db: &Db, organisation: Whose) -> Result<Option<Arc<Way>>> {
        let now = Instant::now();
        {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(known) = known.get(&organisation)
                && now.duration_since(known.looked_at) < LOOKED_AT_FOR
            {
                return Ok(known.way.clone());
            }
        }
        let mut tx = db.read(organisation).await?;
        let setting = store::setting(&mut tx).await?;
        let of = of_organisation(&mut tx, &self.mail).await?;
        let way = setting.way(&self.mail.operators, &self.mail.places.hello(), &of.name);
        let domain = way.as_ref().and_then(|(_, sender)| sender.address.split_once('@'));
        let key = match domain {
            Some((_, domain)) => store::key_for(&mut tx, domain).await?,
            None => None,
        };
        let as_of = (setting.changed_at, key.as_ref().map(|key| key.id.to_string()));
        drop(tx);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(same) =
            known.get_mut(&organisation).filter(|k| k.as_of == as_of && k.is_of(&of))
        {
            same.looked_at = now;
            return Ok(same.way.clone());
        }
        let way = match way {
            None => None,
            Some((server, sender)) => {
                let is_operators = setting.host.is_empty();
                let client =
                    if is_operators { &self.mail.operators_client } else { &self.mail.client };
                let pool = Pool::new(client.clone(), server, self.limits, MOST_AT_ONCE);
                let signer = match &key {
                    Some(key) => Some(Signer::new(&key.keys, &key.domain, &key.selector)?),
                    None => None,
                };
                Some(Arc::new(Way { pool, sender, signer, setting, organisation: of }))
            }
        };
        known.insert(organisation, Known { way: way.clone(), as_of, looked_at: now });
        Ok(way)
    }
}

impl Known {
    fn is_of(&self, of: &OfOrganisation) -> bool {
        self.way.as_ref().is_none_or(|way| way.organisation == *of)
    }
}

/// # Errors
/// When the database cannot be read.
pub async fn of_organisation(tx: &mut Tx, mail: &Mail) -> Result<OfOrganisation> {
    let find = tx
        .query("select name, slug, host, language, zone from organisation where organisation = $1");
    let row = tx
        .find(find)
        .await?
        .ok_or_else(|| Error::fault("an organisation sends and is not there"))?;
    let (slug, host) = (row.text("slug")?, row.text_or_null("host")?);
    Ok(OfOrganisation {
        name: row.text("name")?,
        language: row.text("language")?,
        zone: row.text("zone")?,
        site: mail.places.site(&slug, host.as_deref()),
    })
}
