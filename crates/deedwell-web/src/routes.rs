//! A route says who may use it. From this one list come the router, the gate and the OpenAPI file,
//! so that none can disagree with the others.

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, on};
use deedwell_core::Result;
use deedwell_core::behaviour::Later;
use deedwell_store::Tx;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, ToSchema};

use crate::app::Deedwell;
use crate::finding::Finds;
use crate::notice::{Notice, Tells, TookPart};
use crate::panel::{PanelOf, Under};
use crate::programme::Holds;
use crate::review::{Reviews, ReviewsOf};
use crate::roles::Right;

/// Who may use a route.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Needs {
    /// Anybody, known or not.
    Anybody,
    /// A customer who is signed in by a proven identity.
    Customer,
    /// Staff who hold this right.
    Staff(Right),
    /// Staff of any role.
    AnyStaff,
    /// A server key that may read.
    KeyToRead,
    /// A server key that may write.
    KeyToWrite,
    /// The key of a source. The handler looks for it, for it may stand in the body; pages of any site may
    /// send there, and no cookie counts.
    WriteKey,
    /// Another company’s server that signs what it sends. The handler looks at the signature, which is over
    /// the body as it came; no cookie and no key counts.
    Signature,
}

impl Needs {
    /// For the OpenAPI file and for people who read it.
    pub fn words(self) -> String {
        match self {
            Self::Anybody => "anybody".to_owned(),
            Self::Customer => "a signed-in customer".to_owned(),
            Self::Staff(right) => format!("staff with the right {}", right.name()),
            Self::AnyStaff => "staff".to_owned(),
            Self::KeyToRead => "a server key".to_owned(),
            Self::KeyToWrite => "a server key that may write".to_owned(),
            Self::WriteKey => "a source with its write key".to_owned(),
            Self::Signature => "whoever signs it".to_owned(),
        }
    }
}

/// What one route is, apart from its handler.
#[derive(Clone, Debug)]
pub struct Described {
    pub method: Method,
    pub path: &'static str,
    pub needs: Needs,
    pub summary: &'static str,
    pub area: &'static str,
    pub body: Option<Body>,
    pub gives: Option<(String, RefOr<Schema>)>,
    pub query: Vec<utoipa::openapi::path::Parameter>,
    /// Named schemas that the others refer to.
    pub schemas: Vec<(String, RefOr<Schema>)>,
    /// Works before there is an organisation.
    pub before_set_up: bool,
    /// Does nothing for whoever says in `If-Match` that they read another version.
    pub as_read: bool,
    /// What it shows may not be there, though no id asks for it.
    pub may_be_missing: bool,
}

#[derive(Clone, Debug)]
pub struct Body {
    pub media_type: &'static str,
    pub name: String,
    pub schema: RefOr<Schema>,
}

/// The routes of one area, in the order of a page that reads as its policy.
pub struct Routes {
    area: &'static str,
    pub(crate) router: Router<Deedwell>,
    pub(crate) described: Vec<Described>,
    pub(crate) troubles: Vec<Troubles>,
    pub(crate) of_person: Vec<PanelOf>,
    pub(crate) of_me: Vec<(Under, PanelOf)>,
    pub(crate) holds: Vec<(&'static str, Holds)>,
    pub(crate) tells: Vec<Tells>,
    pub(crate) reviews: Vec<ReviewsOf>,
    pub(crate) finds: Vec<Finds>,
}

/// What does not work in a part, for Home to say.
pub type Troubles = for<'a> fn(&'a mut Tx) -> Later<'a, Result<Vec<Trouble>>>;

/// Something that somebody has to put right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trouble {
    /// Who is told: whoever may put it right.
    pub whose: Right,
    /// The message that says so, with what it is about as `$what`.
    pub key: &'static str,
    pub what: String,
    pub href: String,
}

impl Routes {
    pub fn new(area: &'static str) -> Self {
        Self {
            area,
            router: Router::new(),
            described: Vec::new(),
            troubles: Vec::new(),
            of_person: Vec::new(),
            of_me: Vec::new(),
            holds: Vec::new(),
            tells: Vec::new(),
            reviews: Vec::new(),
            finds: Vec::new(),
        }
    }

    /// Home asks this part what does not work in it.
    pub fn tells(mut self, troubles: Troubles) -> Self {
        self.troubles.push(troubles);
        self
    }

    /// Staff who look at somebody see this of this part.
    pub fn of_person(mut self, panel: PanelOf) -> Self {
        self.of_person.push(panel);
        self
    }

    /// Customers who look at their own page see this of this part, beside what they brought.
    pub fn of_me(self, panel: PanelOf) -> Self {
        self.of_me_under(Under::Part, panel)
    }

    /// Customers who look at their own page see this of this part, under this heading.
    pub fn of_me_under(mut self, under: Under, panel: PanelOf) -> Self {
        self.of_me.push((under, panel));
        self
    }

    /// Of which deeds customers are told, and who took part in a thing.
    pub fn notices(mut self, notices: &'static [Notice], took_part: TookPart) -> Self {
        self.tells.push(Tells { notices, took_part });
        self
    }

    /// How words are looked for in what people wrote in this part.
    pub fn finds(mut self, finds: Finds) -> Self {
        self.finds.push(finds);
        self
    }

    /// What staff with this right have to judge in this part.
    pub fn reviews(mut self, whose: Right, reviews: Reviews) -> Self {
        self.reviews.push(ReviewsOf { whose, reviews });
        self
    }

    /// What this part holds of somebody, for whoever asks what we hold: as programmes do.
    pub fn holds(mut self, holds: Holds) -> Self {
        self.holds.push((self.area, holds));
        self
    }

    pub fn get<H, T>(
        self,
        path: &'static str,
        needs: Needs,
        summary: &'static str,
        handler: H,
    ) -> Self
    where
        H: Handler<T, Deedwell>,
        T: 'static,
    {
        self.add(Method::GET, MethodFilter::GET, path, needs, summary, handler)
    }

    pub fn post<H, T>(
        self,
        path: &'static str,
        needs: Needs,
        summary: &'static str,
        handler: H,
    ) -> Self
    where
        H: Handler<T, Deedwell>,
        T: 'static,
    {
        self.add(Method::POST, MethodFilter::POST, path, needs, summary, handler)
    }

    /// For the API only: forms know GET and POST.
    pub fn delete<H, T>(
        self,
        path: &'static str,
        needs: Needs,
        summary: &'static str,
        handler: H,
    ) -> Self
    where
        H: Handler<T, Deedwell>,
        T: 'static,
    {
        self.add(Method::DELETE, MethodFilter::DELETE, path, needs, summary, handler)
    }

    fn add<H, T>(
        mut self,
        method: Method,
        filter: MethodFilter,
        path: &'static str,
        needs: Needs,
        summary: &'static str,
        handler: H,
    ) -> Self
    where
        H: Handler<T, Deedwell>,
        T: 'static,
    {
        self.router = self.router.route(path, on(filter, handler));
        self.described.push(Described {
            method,
            path,
            needs,
            summary,
            area: self.area,
            body: None,
            gives: None,
            query: Vec::new(),
            schemas: Vec::new(),
            before_set_up: false,
            as_read: false,
            may_be_missing: false,
        });
        self
    }

    /// The last route takes a form of these fields.
    pub fn form<F: ToSchema>(self) -> Self {
        self.body::<F>("application/x-www-form-urlencoded")
    }

    /// The last route takes a JSON body of these fields.
    pub fn json<F: ToSchema>(self) -> Self {
        self.body::<F>("application/json")
    }

    fn body<F: ToSchema>(self, media_type: &'static str) -> Self {
        self.change(|last| {
            let name = F::name().into_owned();
            last.body = Some(Body { media_type, name, schema: F::schema() });
            F::schemas(&mut last.schemas);
        })
    }

    /// The last route answers with JSON of this shape.
    pub fn gives<G: ToSchema>(self) -> Self {
        self.change(|last| {
            last.gives = Some((name_of::<G>(), G::schema()));
            G::schemas(&mut last.schemas);
        })
    }

    /// The last route reads these from the address.
    pub fn query<Q: IntoParams>(self) -> Self {
        self.change(|last| {
            last.query = Q::into_params(|| Some(utoipa::openapi::path::ParameterIn::Query));
        })
    }

    /// The last route also works while there is no organisation yet.
    pub fn before_set_up(self) -> Self {
        self.change(|last| last.before_set_up = true)
    }

    /// The last route shows the one thing of its kind, and says so where there is none.
    pub fn may_be_missing(self) -> Self {
        self.change(|last| last.may_be_missing = true)
    }

    /// The last route looks at `If-Match`.
    pub fn as_read(self) -> Self {
        self.change(|last| last.as_read = true)
    }

    fn change(mut self, change: impl FnOnce(&mut Described)) -> Self {
        if let Some(last) = self.described.last_mut() {
            change(last);
        }
        self
    }

    /// All of another area's routes as well.
    pub fn and(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.described.extend(other.described);
        self.troubles.extend(other.troubles);
        self.of_person.extend(other.of_person);
        self.of_me.extend(other.of_me);
        self.holds.extend(other.holds);
        self.tells.extend(other.tells);
        self.reviews.extend(other.reviews);
        self.finds.extend(other.finds);
        self
    }

    pub fn described(&self) -> &[Described] {
        &self.described
    }
}

/// What a type is called in the OpenAPI file. A list has no name of its own: it is called for what it
/// lists.
fn name_of<G: ToSchema>() -> String {
    let name = G::name();
    if name != "Vec" {
        return name.into_owned();
    }
    let whole = std::any::type_name::<G>().trim_end_matches('>');
    let listed = whole.rsplit("::").next().unwrap_or(whole);
    format!("{listed}List")
}
