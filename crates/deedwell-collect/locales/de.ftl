# Quellen: woher Taten kommen, und was daran nicht stimmte.
collect-sources = Quellen
collect-sources-lead = Ihre Seite, Ihre App und der Server Ihres Ladens melden hier, was Kunden tun, mit den Bibliotheken, die sie vielleicht schon haben.
collect-sources-all = Alle Quellen
collect-sources-none = Noch keine Quelle
collect-sources-none-what = Öffnen Sie eine, kopieren Sie ein paar Zeilen, und sehen Sie das erste Ereignis kommen.
collect-new = Eine neue Quelle
collect-name = Name
collect-name-help = Damit Sie sie wiedererkennen: Laden, Seite, Kasse in Keswick.
collect-kind = Wo sie ist
collect-kind-browser = Eine Seite oder App
collect-kind-browser-help = Ihren Schlüssel kann jeder lesen, also meldet sie nur Verhalten. Bestellungen von dort bleiben Behauptungen.
collect-kind-server = Ein Server von Ihnen
collect-kind-server-help = Sein Schlüssel bleibt geheim. Er darf Bestellungen melden und sagen, wer ein Kunde ist.
collect-unit = Bereich
collect-unit-none = Die ganze Organisation
collect-origins = Adressen der Seite
collect-origins-help = Für eine Seite: laden.example, eine je Zeile. Andere können ihren Schlüssel nicht aus Versehen benutzen. Leer für alle.
collect-no-addresses = Nichts von Netzadressen behalten
collect-no-addresses-help = Sonst wird die Netzadresse eines Senders dreißig Tage behalten, ohne ihren letzten Teil.
collect-open = Quelle öffnen
collect-events = Angenommen
collect-refused = Nicht angenommen
collect-last = Zuletzt
collect-nothing-yet = noch nichts
collect-closed = geschlossen
collect-said-closed = Geschlossen. Ihre Schlüssel öffnen nichts mehr; was sie sandte, bleibt.
collect-key = Schreibschlüssel
collect-key-once = Dieser Schlüssel wird nur dieses eine Mal gezeigt. Verwahren Sie ihn, wo nur Ihr Server ihn liest.
collect-key-yours = IHR_SCHLUESSEL
collect-key-public = Dieser Schlüssel steht für jeden lesbar in Ihren Seiten. Er kann nur Verhalten melden.
collect-key-ends = gilt bis {$what}
collect-key-rotate = Ein neuer Schlüssel; der alte gilt noch eine Woche
collect-old-keys-what = Ist der alte Schlüssel in fremde Hände geraten? Sobald der neue eingesetzt ist, beenden Sie den alten sofort, statt die Woche abzuwarten.
collect-old-keys-end = Alten Schlüssel jetzt beenden
collect-said-old-keys = Der alte Schlüssel öffnet nichts mehr.
collect-addresses = Adressen der Absender
collect-said-addresses = Ab jetzt hält es diese Quelle so mit den Adressen.
collect-close = Diese Quelle schließen
collect-send = Von dort senden
collect-send-lead = Kopieren Sie, was Sie brauchen. Es sind die Bibliotheken, wie sie veröffentlicht sind, auf diese Adresse gerichtet.
collect-waiting = Wartet auf das erste Ereignis.
collect-waiting-lead = Diese Zeile ändert sich von selbst, wenn es kommt.
collect-came = { $n ->
    [one] Ein Ereignis ist gekommen.
   *[other] {$count} Ereignisse sind gekommen.
}
collect-came-wrong = { $n ->
    [one] Eines wurde nicht angenommen.
   *[other] {$count} wurden nicht angenommen.
}
collect-only-wrong = Es kam etwas, und nichts davon konnte angenommen werden.
collect-wrong = Was nicht stimmte
collect-wrong-lead = Was hereinkam und nicht war, wie es sein sollte, dreißig Tage lang: was es war, und wie man es behebt.
collect-wrong-none = Alles stimmte
collect-wrong-none-what = Was nicht oder anders angenommen wird, als es gemeint war, steht hier mit dem Weg, es zu beheben.
collect-wrong-no-match = Nichts dergleichen
collect-wrong-no-match-what = Nichts, was nicht stimmte, enthält diese Wörter.
collect-all = Alles zeigen
collect-search = Ereignis, Bibliothek oder Inhalt
collect-source = Quelle
collect-problem = Was nicht stimmte
collect-any-source = Alle Quellen
collect-any-problem = Alles
collect-show = Zeigen
collect-not-taken = nicht angenommen
collect-taken = angenommen
collect-times = { $n ->
    [one] Einmal
   *[other] {$count} Mal
}
collect-since = seit {$what}
collect-sample = Wie es kam
collect-wrong-source-name = Eine Quelle hat einen Namen von höchstens 60 Zeichen.
collect-wrong-sends-from = Bitte wählen Sie, woher die Ereignisse kommen.
collect-wrong-origins = Bitte schreiben Sie Adressen wie laden.example, eine je Zeile, höchstens 20.
error-missing-source = Diese Quelle gibt es nicht.
error-collect-too-many-sources = Es gibt 50 Quellen. Schließen Sie zuerst eine, die niemand braucht.

## What was wrong
collect-problem-not-an-object = Es ist kein Objekt
collect-problem-not-an-object-mend = Jede Nachricht ist ein JSON-Objekt mit Feldern, höchstens etwa hundert Ebenen tief.
collect-problem-too-large = Größer als 32 KB
collect-problem-too-large-mend = Senden Sie Nummern statt Inhalten: Bilder und Dokumente gehören anderswohin.
collect-problem-too-many = Mehr als 2.500 auf einmal
collect-problem-too-many-mend = Lassen Sie die Bibliothek kleinere Pakete senden. Was nach den ersten 2.500 kam, wurde nicht angenommen.
collect-problem-type-unknown = Es steht nicht da, was für ein Aufruf es ist
collect-problem-type-unknown-mend = In einem Paket hat jede Nachricht einen „type“: identify, track, page, screen, group oder alias.
collect-problem-event-missing = Ein Ereignis ohne Namen
collect-problem-event-missing-mend = Jeder track-Aufruf nennt sein Ereignis: „event“: „Product Viewed“.
collect-problem-group-missing = Eine Gruppe ohne Nummer
collect-problem-group-missing-mend = Jeder group-Aufruf sagt, welche: „groupId“, mit höchstens 500 Zeichen.
collect-problem-no-user-anon-id = Es kommt von niemandem
collect-problem-no-user-anon-id-mend = Jede Nachricht hat eine „userId“ oder „anonymousId“, die jemanden meint. Wörter wie null, undefined oder anonymous meinen niemanden.
collect-problem-previous-missing = Ein Alias ohne beide Nummern
collect-problem-previous-missing-mend = Ein alias-Aufruf hat eine „userId“ und eine „previousId“.
collect-problem-message-id-long = Die Nummer der Nachricht ist zu lang
collect-problem-message-id-long-mend = Höchstens 100 Zeichen. Ohne Nummer würde die Nachricht angenommen, aber nicht erkannt, wenn sie noch einmal kommt.
collect-problem-too-many-properties = Mehr als 300 Eigenschaften
collect-problem-too-many-properties-mend = Senden Sie, was Sie ansehen wollen, nicht alles, was eine Seite weiß.
collect-problem-origin-foreign = Von einer Seite, die nicht Ihre ist
collect-problem-origin-foreign-mend = Die Quelle nimmt nur von den Adressen an, die dort stehen. Tragen Sie die Adresse ein, oder finden Sie heraus, wer Ihren Schlüssel benutzt.
collect-problem-id-blocked = Eine Nummer, die niemanden meint
collect-problem-id-blocked-mend = Es wurde unter der anderen Nummer angenommen. null, undefined, -1 und dergleichen schreiben Programme, wo niemand ist.
collect-problem-time-unreadable = Eine Zeit, die nicht zu lesen ist
collect-problem-time-unreadable-mend = Es zählt ab dem Moment, in dem es kam. Zeiten schreibt man 2026-11-19T09:30:00Z, mit ihrer Abweichung.
collect-problem-time-in-future = Eine Zeit, die noch nicht da ist
collect-problem-time-in-future-mend = Es zählt ab dem Moment, in dem es kam. Vielleicht geht die Uhr des Senders falsch; Bibliotheken senden „sentAt“, womit sich das ausgleicht.
collect-problem-claimed = Als Behauptung behalten
collect-problem-claimed-mend = Der Schlüssel eines Browsers ist öffentlich, also muss niemand glauben, dass dies geschah. Senden Sie Bestellungen und Erstattungen von einem Server, mit einem Serverschlüssel. Was sich selbst eine Tat von Deedwell nennt, ist von jedem Schlüssel eine Behauptung.
collect-problem-claim-of-known = Ein Browser sagt, er sei jemand, den wir kennen
collect-problem-claim-of-known-mend = Was er tut, bleibt beim Browser und ändert an der Person nichts. Lassen Sie Ihren Server sagen, wer es ist, dann kommt die Vergangenheit des Browsers mit.
collect-problem-two-people = Die Adresse gehört jemand anderem
collect-problem-two-people-mend = Ein anderer hat diese Adresse schon, also blieb sie dort. Sehen Sie sich beide an; vielleicht sind sie eine Person.
collect-problem-facts-too-large = Eigenschaften zu groß zum Behalten
collect-problem-facts-too-large-mend = Das Ereignis zählt, ohne seine Eigenschaften.
collect-problem-money-unreadable = Ein Betrag, der nicht zu lesen ist
collect-problem-money-unreadable-mend = Die Bestellung zählt, ohne ihren Wert. Beträge sind Zahlen wie 59.97, Währungen drei Buchstaben wie GBP.

## Strenge, und was wartet
collect-strict = Der Plan
collect-strict-lead = Was mit Namen geschieht, die nicht im Erfassungsplan stehen
collect-strict-everything = Alles annehmen
collect-strict-everything-what = Namen, die niemand geplant hat, stehen unter imported, bis jemand sagt, was sie bedeuten.
collect-strict-mark = Annehmen und melden
collect-strict-mark-what = Dasselbe, und jeder solche Name steht unter „Was nicht stimmte“.
collect-strict-hold = Zurückhalten
collect-strict-hold-what = Es wartet hier dreißig Tage. Sobald sein Name geplant ist, können Sie es aufnehmen.
collect-strict-save = So halten
collect-consent = Einwilligung
collect-consent-to = Nur aufnehmen, was mit Einwilligung kommt in
collect-consent-what = Die Kategorie, wie Ihr Einwilligungsbanner sie nennt (context.consent.categoryPreferences). Von allem ohne Einwilligung bleibt nur, dass es kam. Leer nimmt alles auf.
collect-said-consent = Von jetzt an fragt diese Quelle so nach Einwilligung.
collect-said-strictness = Von jetzt an hält sich diese Quelle so an den Plan.
collect-held = { $n ->
    [one] Ein Ereignis wartet
   *[other] {$count} Ereignisse warten
}
collect-held-what = Was nicht im Plan steht, wartet hier. Sagen Sie, was ein Name bedeutet, und nehmen Sie dann auf, was davon wartet: Es zählt zu seiner Zeit, und jedes einmal.
collect-held-take = Zurückgehaltenes aufnehmen
collect-said-taken-in = Was jetzt geplant ist, wurde aufgenommen.
collect-said-none-taken-in = Keiner dieser Namen steht schon im Plan. Sagen Sie zuerst, was einer bedeutet.
collect-said-mended = Weggelegt. Geschieht es wieder, steht es wieder hier.
collect-mended = Ist behoben
collect-mend-line = Eine Zeile, die es richtig sendet
collect-to-plan = Sagen, was es bedeutet
collect-problem-held-out = Zurückgehalten: nicht im Plan
collect-problem-held-out-mend = Diese Quelle nimmt nur Geplantes an. Es wartet dreißig Tage bei der Quelle: Sagen Sie, was der Name bedeutet, und nehmen Sie es auf, oder senden Sie es unter dem Namen, der gemeint war.
collect-problem-no-consent = Keine Einwilligung
collect-problem-no-consent-mend = Diese Quelle nimmt nur auf, was mit Einwilligung in ihre Kategorie kommt. Vom Ereignis wurde nichts aufgehoben. Senden Sie die Wahl als context.consent.categoryPreferences.
collect-problem-trait-left-out = Ein Merkmal wurde ausgelassen
collect-problem-trait-left-out-mend = Der Schlüssel eines Merkmals hat höchstens 100 Zeichen, sein Wert 2.000 Bytes, und jemand hat höchstens 300 Merkmale. Der Rest des Ereignisses wurde aufgenommen.
collect-problem-held-full = Zurückgehalten, und zu viel wartet
collect-problem-held-full-mend = Mehr als 100.000 Ereignisse warten bei dieser Quelle. Was seither kam, steht nur in dem, was gesendet wurde. Planen Sie die Namen und nehmen Sie sie auf.
collect-problem-not-planned = Nicht im Plan
collect-problem-not-planned-mend = Es wurde angenommen und steht unter imported. Sagen Sie, was der Name bedeutet, oder senden Sie es unter dem Namen, der gemeint war.
collect-problem-fact-missing = Eine Angabe fehlt:
collect-problem-fact-missing-mend = Der Plan sagt, dass dieses Ereignis „{$fact}“ mitbringt ({$type}). Das Ereignis wurde ohne sie angenommen.
collect-problem-fact-wrong = Eine Angabe ist nicht, was sie sein soll:
collect-problem-fact-wrong-mend = „{$fact}“ ist: {$type}; das sagt Ihr Plan oder sonst die Spezifikation. Das Ereignis wurde angenommen, wie es kam.

## Der Erfassungsplan
plan-title = Erfassungsplan
plan-lead = Jeder Name, den Ihre Programme senden, und was er hier bedeutet. Sagen Sie, was ein Name bedeutet, und er bedeutet es auch für die Vergangenheit; was gesendet wurde, bleibt, wie es war.
plan-search = Name, Art, Quelle oder Bibliothek
plan-names = Namen
plan-name = Name
plan-means = Bedeutet
plan-actions = Handlungen
plan-people = Menschen
plan-first-last = Zuerst – zuletzt
plan-first = Zuerst
plan-last = Zuletzt
plan-from = Von
plan-never = Noch nie gesendet
plan-meant-all = Alle
plan-meant-unknown = Unbekannt
plan-meant-unknown-what = Niemand hat gesagt, was dieser Name bedeutet.
plan-meant-own = Von Ihnen
plan-meant-own-what = Sie haben gesagt, was dieser Name bedeutet.
plan-meant-specified = Spezifikation
plan-meant-specified-what = Dieser Name bedeutet überall dasselbe. Sie können sagen, welche Angaben er mitbringen muss.
plan-meant-claim = Behauptung
plan-meant-claim-what = Es gab sich für etwas aus, das nur ein Server von Ihnen oder Deedwell selbst sagen darf. Es wird aufbewahrt, und nichts liest es.
plan-as = Dasselbe wie {$what}
plan-say = Sagen, was er bedeutet
plan-none = Noch wurde nichts gesendet
plan-none-what = Wenn das erste Ereignis kommt, steht sein Name hier. Die Namen der Spezifikation bedeuten vom ersten Tag an etwas.
plan-no-match = Kein solcher Name
plan-no-match-what = Mit diesen Worten wurde nichts gefunden.
plan-file = Der Plan als Datei
plan-file-lead = Sie kann neben Ihren Programmen liegen und von dort zurückkommen.
plan-file-get = plan.json holen
plan-file-text = Ein Plan
plan-file-help = Der Inhalt einer solchen Datei. Ihr Plan ist dann genau das, was sie sagt.
plan-file-put = Zum Plan machen
plan-file-sure = Diesen Plan an die Stelle des vorhandenen setzen?
plan-file-sure-what = Namen, die nicht in der Datei stehen, verlieren ihre Bedeutung. Was gesendet wurde, bleibt.
plan-said-file = Der Plan ist, was die Datei sagt.
plan-said-changed = So ist es, auch für die Vergangenheit.
plan-said-removed = Herausgenommen. Der Name bedeutet, was er vorher bedeutete.
plan-meaning = Was er bedeutet
plan-alike = Vielleicht ist es einer von diesen:
plan-kind = Art
plan-kind-help = Eine der Spezifikation wie products.viewed oder eine eigene: ein Bereich und was getan wurde, wie bookings.made.
plan-note = Notiz
plan-note-help = Für Ihre Kolleginnen und Kollegen: wann er gesendet wird, und wovon.
plan-facts = Angaben, die er mitbringt
plan-facts-help = Was fehlt oder von anderer Sorte ist, steht unter „Was nicht stimmte“; das Ereignis wird trotzdem angenommen. Lassen Sie einen Namen leer, um eine Angabe herauszunehmen. Speichern Sie, um mehr Zeilen zu bekommen.
plan-fact-name = Angabe {$what}
plan-fact-type = Sorte
plan-fact-required = muss da sein
plan-type-text = Text
plan-type-number = Zahl
plan-type-whole = ganze Zahl
plan-type-yes-no = ja oder nein
plan-type-money = Geld
plan-type-date = Datum
plan-type-list = Liste
plan-touches = Das betrifft {$actions} von {$people}, auch vergangene.
plan-touches-none = Unter diesem Namen wurde noch nichts gesendet; es gilt für das, was kommt.
plan-n-actions = { $n ->
    [one] eine Handlung
   *[other] {$count} Handlungen
}
plan-n-people = { $n ->
    [one] einem Menschen
   *[other] {$count} Menschen
}
plan-of-visitors = { $n ->
    [one] Eine davon ist von einem Besucher: Als Bestellung oder dergleichen bliebe sie eine Behauptung, denn niemand muss sie glauben.
   *[other] {$count} davon sind von Besuchern: Als Bestellungen oder dergleichen blieben sie Behauptungen, denn niemand muss sie glauben.
}
plan-worth = Bekannter Wert: {$what}.
plan-worth-none = Keine davon kam mit einem Wert. Was ein Ereignis wert war, wird gelesen, wenn es kommt, und lässt sich später nicht herausfinden.
plan-save = Speichern
plan-remove = Aus dem Plan nehmen
plan-remove-what = Er bedeutet dann, was er bedeutete, bevor ihn jemand plante.
plan-seen = Was hereinkam
plan-held = { $n ->
    [one] Ein Ereignis dieses Namens wartet bei seiner Quelle.
   *[other] {$count} Ereignisse dieses Namens warten bei ihren Quellen.
}
plan-history = Wer was geändert hat
plan-somebody = Die Kommandozeile
plan-detail-kind = Art
plan-detail-note = Notiz
plan-detail-facts = Angaben
plan-detail-key = Schlüssel
plan-spec = Die Spezifikation
plan-spec-lead = Die Namen für E-Commerce, E-Mail und Apps, die die üblichen Bibliotheken teilen. Sie bedeuten hier vom ersten Tag an dasselbe.
plan-spec-search = Name, Art oder Angabe
plan-spec-more = Sagen, welche Angaben er hier mitbringen muss
plan-spec-facts = Angaben der Spezifikation
plan-spec-facts-none = Die Spezifikation nennt dafür keine Angaben.
plan-servers-only = nur Server
error-missing-name = Diesen Namen gibt es im Plan nicht, und er kann nicht geplant werden.
error-plan-name-planned = Dieser Name gehört zur Spezifikation und bedeutet überall dasselbe. Sie können sagen, welche Angaben er mitbringt.
error-plan-name-ours = Das ist der Name einer Tat von Deedwell selbst. Er bedeutet, was er sagt.
error-plan-kind-shape = Eine Art ist ein Bereich und was getan wurde, in kleinen Buchstaben: bookings.made.
error-plan-kind-by-machines = Dass eine E-Mail ankam oder geöffnet wurde, sagen Maschinen. Senden Sie es unter seinem Namen der Spezifikation.
error-plan-kind-ours = Dieser Bereich gehört Deedwell. Wählen Sie eine Art der Spezifikation oder einen eigenen Bereich wie bookings.
error-plan-too-many-names = Im Plan stehen 500 Namen. Nehmen Sie einen heraus, den niemand mehr sendet.

## Kinds
kind-apps-backgrounded = legte die App beiseite
kind-apps-crashed = erlebte einen Absturz der App
kind-apps-foregrounded = kam zur App zurück
kind-apps-installed = installierte die App
kind-apps-opened = öffnete die App
kind-apps-uninstalled = entfernte die App
kind-apps-updated = aktualisierte die App
kind-apps-install-attributed = kam durch eine Kampagne zur App
kind-carts-shared = teilte einen Warenkorb
kind-carts-viewed = sah den Warenkorb an
kind-carts-product-added = legte etwas in den Warenkorb
kind-carts-product-removed = nahm etwas aus dem Warenkorb
kind-checkouts-started = ging zur Kasse
kind-checkouts-step-completed = beendete einen Schritt an der Kasse
kind-checkouts-step-viewed = kam zu einem Schritt an der Kasse
kind-checkouts-payment-entered = gab die Zahlungsweise ein
kind-coupons-applied = löste einen Gutschein ein
kind-coupons-denied = hatte einen ungültigen Gutschein
kind-coupons-entered = gab einen Gutschein ein
kind-coupons-removed = nahm einen Gutschein zurück
kind-links-clicked = folgte einem Verweis in die App
kind-links-opened = öffnete die App durch einen Verweis
kind-emails-bounced = war per E-Mail nicht erreichbar
kind-emails-delivered = bekam eine E-Mail
kind-emails-link-clicked = folgte einem Verweis in einer E-Mail
kind-emails-marked-as-spam = meldete eine E-Mail als Spam
kind-emails-opened = ließ eine E-Mail öffnen
kind-emails-unsubscribed = bestellte E-Mails ab
kind-orders-cancelled = stornierte eine Bestellung
kind-orders-updated = änderte eine Bestellung
kind-products-clicked = klickte auf ein Produkt
kind-products-list-filtered = grenzte eine Produktliste ein
kind-products-list-viewed = sah Produkte durch
kind-products-reviewed = bewertete ein Produkt
kind-products-shared = teilte ein Produkt
kind-products-viewed = sah ein Produkt an
kind-products-searched = suchte nach Produkten
kind-promotions-clicked = folgte einem Angebot
kind-promotions-viewed = sah ein Angebot
kind-pushes-bounced = war per Push nicht erreichbar
kind-pushes-received = bekam einen Push
kind-pushes-tapped = tippte auf einen Push
kind-wishlists-product-added = setzte etwas auf den Wunschzettel
kind-wishlists-product-removed = nahm etwas vom Wunschzettel
kind-wishlists-product-moved = legte etwas vom Wunschzettel in den Warenkorb
kind-pages-viewed = sah eine Seite an
kind-screens-viewed = sah eine Ansicht der App an
kind-customers-identified = wurde von einem Ihrer Programme genannt
kind-customers-aliased = ist auch unter anderer Nummer bekannt
kind-accounts-joined = trat einem Konto bei
kind-accounts-named = wurde als Mitglied eines Kontos genannt
kind-people-linked = Kennzeichen erwiesen sich als die einer Person
kind-sources-opened = öffnete eine Quelle
kind-sources-described = änderte Namen oder Adressen einer Quelle
kind-sources-key-rotated = gab einer Quelle einen neuen Schlüssel
kind-sources-old-keys-ended = beendete den alten Schlüssel einer Quelle
kind-sources-addresses-changed = änderte, was eine Quelle von Adressen behält
kind-sources-closed = schloss eine Quelle
kind-plan-changed = änderte, was Namen bedeuten
kind-sources-consent-asked = hat geändert, wofür eine Quelle Einwilligung verlangt
kind-sources-strictness-changed = änderte, wie streng sich eine Quelle an den Plan hält
kind-sources-held-taken-in = nahm auf, was eine Quelle zurückhielt
collect-about = Über diese Quelle
collect-unit-closed = Ein geschlossener Bereich
collect-unit-from-now = Gilt für alles, was von jetzt an kommt.
collect-said-about = Die Angaben sind gespeichert.
plan-waits = Zurückgehalten, bis Sie sagen, was sie bedeuten
plan-waits-what = Eine Quelle, die nur Geplantes annimmt, hält diese Namen außerhalb des Hauptbuchs zurück. Sagen Sie, was ein Name bedeutet, und nehmen Sie dann auf der Seite der Quelle auf, was wartet.
