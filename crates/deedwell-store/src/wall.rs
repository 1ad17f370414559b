//! Whether the second wall stands.

use deedwell_core::Result;
use deedwell_core::behaviour::Later;

use crate::Db;

impl Db {
    /// Sentences about what is wrong with this database, for the doctor; none is good.
    pub fn wall_problems(&self) -> Later<'_, Result<Vec<String>>> {
        Box::pin(async move {
            let mut problems = Vec::new();
            if self.is_sqlite() {
                return Ok(problems);
            }
            let mut tx = self.system_read().await?;
            let role = tx.query_all(
            "select current_user::text as name, rolsuper::int as super, rolbypassrls::int as bypass
             from pg_roles where rolname = current_user",
        );
            if let Some(row) = tx.find(role).await?
                && (row.number("super")? == 1 || row.number("bypass")? == 1)
            {
                let name = row.text("name")?;
                problems.push(format!(
                "The role {name} passes row-level security by. Connect as a role that is neither \
                 superuser nor BYPASSRLS and that owns the tables."
            ));
            }
            let open = tx.query_all(
                "select c.relname::text as name from pg_class c
             join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation'
             where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
               and not (c.relrowsecurity and c.relforcerowsecurity)",
            );
            for row in tx.list(open).await? {
                problems
                    .push(format!("The table {} has no row-level security.", row.text("name")?));
            }
            Ok(problems)
        })
    }
}
