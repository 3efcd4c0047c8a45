import type { Texts } from './texts.ts';
import { trialGerman } from './trial-german.ts';

/** The words of the pages in German. */
export const german: Texts = {
  request: {
    title: 'Weiter zur Anmeldung',
    text: 'Sie werden zu Ihrem Anmeldedienst weitergeleitet. Falls nichts geschieht, benutzen Sie bitte die Schaltfläche.',
  },
  again: {
    title: 'Einen Augenblick',
    text: 'Sie werden dorthin zurückgeleitet, wohin Sie wollten. Falls nichts geschieht, benutzen Sie bitte die Schaltfläche.',
  },
  unreadable: {
    title: 'Das war nicht lesbar',
    text: 'Was hier ankam, war beschädigt oder unvollständig. Bitte beginnen Sie noch einmal.',
  },
  refused: {
    title: 'Sie konnten nicht angemeldet werden',
    text: 'Die Antwort Ihres Anmeldedienstes gilt hier nicht. Geschieht das wieder, fragen Sie bitte Ihre Administration.',
  },
  usedBefore: {
    title: 'Diese Anmeldung wurde schon verwendet',
    text: 'Jede Anmeldung gilt nur einmal. Meist ist jemand im Browser zurückgegangen. Sind Sie nicht angemeldet, beginnen Sie neu.',
  },
  over: {
    title: 'Diese Anmeldung ist abgelaufen',
    text: 'Sie hat zu lange gedauert oder wurde in einem anderen Fenster beendet. Bitte beginnen Sie noch einmal.',
  },
  cookieMissing: {
    title: 'Ihr Browser hat sein Cookie nicht mitgebracht',
    text: 'Es ist nicht erkennbar, ob diese Anmeldung in diesem Browser begann. Deshalb gilt sie nicht. Bitte beginnen Sie noch einmal.',
    causes: [
      'Sie haben in einem anderen Browser oder in einem privaten Fenster begonnen.',
      'Cookies sind blockiert oder wurden gelöscht.',
      'Ein Lesezeichen oder ein Link führte auf die Seite Ihres Anmeldedienstes statt auf unsere.',
      'Es wurden gleichzeitig mehr Anmeldungen begonnen, als gemerkt werden können.',
    ],
  },
  repeated: {
    title: 'Die Anmeldung dreht sich im Kreis',
    text: 'Sie wurden mehrmals zu Ihrem Anmeldedienst geschickt und kamen nie herein. Deshalb wurde hier angehalten.',
    causes: ['Cookies sind für diese Website blockiert.', 'Die Anwendung schickt Sie wieder fort, obwohl Sie angemeldet sind.'],
  },
  beginHere: {
    title: 'Bitte beginnen Sie hier',
    text: 'Diese Anmeldung begann nicht hier und gilt deshalb nicht. Beginnen Sie hier, dann sind Sie meist sofort angemeldet.',
  },
  providerRefused: {
    title: 'Ihr Anmeldedienst hat Sie nicht angemeldet',
    text: 'Vielleicht haben Sie abgebrochen, oder Sie haben keinen Zugang zu dieser Anwendung.',
  },
  interactionNeeded: {
    title: 'Ihr Anmeldedienst hat eine Frage an Sie',
    text: 'Sie konnten nicht unbemerkt angemeldet werden. Bitte beginnen Sie noch einmal.',
  },
  strongerNeeded: {
    title: 'Eine stärkere Anmeldung ist nötig',
    text: 'Hierfür ist eine Art der Anmeldung nötig, die Ihr Anmeldedienst nicht angeboten hat, etwa ein zweiter Faktor.',
  },
  providerUnavailable: {
    title: 'Ihr Anmeldedienst ist nicht erreichbar',
    text: 'Er antwortet zurzeit nicht richtig. Bitte versuchen Sie es in einigen Minuten noch einmal.',
  },
  notConfigured: {
    title: 'Dieser Anmeldedienst ist hier unbekannt',
    text: 'Es kam eine Antwort von einem Anmeldedienst, der hier nicht eingerichtet ist. Bitte wenden Sie sich an Ihre Administration.',
  },
  misconfigured: {
    title: 'Die Anmeldung ist nicht richtig eingerichtet',
    text: 'Sie selbst können daran nichts ändern. Bitte wenden Sie sich an Ihre Administration.',
  },
  notAllowed: {
    title: 'Sie haben keinen Zugang',
    text: 'Sie wurden erkannt, dürfen diese Anwendung aber nicht benutzen. Bitte wenden Sie sich an Ihre Administration.',
  },
  accountMissing: {
    title: 'Sie haben hier kein Konto',
    text: 'Sie wurden erkannt, aber es gibt kein Konto für Sie. Bitte lassen Sie sich von Ihrer Administration eines geben.',
  },
  accountInactive: {
    title: 'Ihr Konto ist abgeschaltet',
    text: 'Sie wurden erkannt, aber Ihr Konto ist nicht aktiv. Bitte wenden Sie sich an Ihre Administration.',
  },
  accountUnclear: {
    title: 'Ihr Konto ließ sich nicht bestimmen',
    text: 'Sie wurden erkannt, aber es steht nicht fest, welches Konto Ihres ist. Bitte wenden Sie sich an Ihre Administration.',
  },
  accountIncomplete: {
    title: 'Für Ihr Konto fehlt etwas',
    text: 'Ihr Anmeldedienst nennt nicht alles, was Ihr Konto hier braucht. Bitte wenden Sie sich an Ihre Administration.',
  },
  changeHeld: {
    title: 'Ihr Konto muss angesehen werden',
    text: 'An Ihrem Konto würde sich so viel ändern, dass Ihre Administration es erst bestätigen muss.',
  },
  licenceMissing: {
    title: 'Es ist keine Lizenz mehr frei',
    text: 'Sie wurden erkannt, aber für ein weiteres Konto fehlt die Lizenz. Bitte wenden Sie sich an Ihre Administration.',
  },
  busy: {
    title: 'Das ist gerade nicht möglich',
    text: 'Etwas, das gebraucht wird, antwortet nicht. Bitte versuchen Sie es gleich noch einmal.',
  },
  tooLong: {
    title: 'Diese Adresse ist zu lang',
    text: 'Sie kann während der Anmeldung nicht gemerkt werden. Melden Sie sich erst an, dann öffnen Sie sie noch einmal.',
  },
  notKept: {
    title: 'Sie waren nicht angemeldet',
    text: 'Mit dem, was Sie gesendet haben, ist nichts geschehen. Melden Sie sich an, gehen Sie zurück, und senden Sie es noch einmal.',
  },
  notMeantSo: {
    title: 'Hier gibt es nichts zu sehen',
    text: 'Diese Adresse wird während der Anmeldung benutzt und ist nicht dazu da, für sich geöffnet zu werden.',
  },
  finished: {
    title: 'Sie sind schon angemeldet',
    text: 'Diese Anmeldung ist abgeschlossen. Vielleicht sind Sie im Browser zurückgegangen oder haben etwas zweimal gesendet.',
  },
  otherUser: {
    title: 'Hier ist ein anderes Konto angemeldet',
    text: 'Sie kommen mit einem anderen Konto als dem, das hier angemeldet ist. Noch wurde nichts geändert.',
  },
  logoutRefused: {
    title: 'Diese Abmeldung wurde nicht angenommen',
    text: 'Was ankam, kam nicht so von Ihrem Anmeldedienst, wie es sein muss. Deshalb wurde niemand abgemeldet.',
  },
  unexpected: {
    title: 'Etwas ist schiefgegangen',
    text: 'Das hätte nicht geschehen dürfen. Bitte versuchen Sie es noch einmal, oder wenden Sie sich an Ihre Administration.',
  },
  chooser: {
    title: 'Bei {product} anmelden',
    text: 'Wählen Sie, wie Sie sich anmelden möchten.',
  },
  ask: {
    title: 'Bei {product} anmelden',
    text: 'Geben Sie Ihren Benutzernamen oder Ihre E-Mail-Adresse ein; wir bringen Sie dorthin, wo Sie sich anmelden.',
  },
  trial: {
    title: 'Die Anmeldung erproben',
    text: 'Niemand wird angemeldet und nichts geändert. Sie sehen alles, was dabei herauskommt, und warum.',
  },
  triedAccepted: {
    title: 'Diese Person kann mit {name} angemeldet werden',
    text: 'Das war ein Versuch: Niemand wurde angemeldet und nichts geändert.',
  },
  triedRefused: {
    title: 'Die Anmeldung mit {name} wurde abgelehnt',
    text: 'Das war ein Versuch: Niemand wurde angemeldet und nichts geändert.',
  },
  signOutRequest: {
    title: 'Weiter zur Abmeldung',
    text: 'Hier sind Sie abgemeldet. Nun geht es zu Ihrem Anmeldedienst, um Sie auch dort abzumelden. Wenn nichts geschieht, drücken Sie die Schaltfläche.',
  },
  signOut: {
    title: 'Abmelden?',
    text: 'Mit der Schaltfläche melden Sie sich hier ab.',
  },
  signOutEverywhere: {
    title: 'Abmelden?',
    text: 'Sie werden hier und bei Ihrem Anmeldedienst abgemeldet, und dort vielleicht auch von anderen Anwendungen.',
  },
  signedOut: {
    title: 'Sie sind abgemeldet',
    text: 'Hier ist niemand mehr angemeldet.',
  },
  signedOutPartly: {
    title: 'Sie sind hier abgemeldet',
    text: 'Ihr Anmeldedienst oder andere Anwendungen kennen Sie vielleicht noch. Schließen Sie an einem geteilten Gerät alle Fenster des Browsers.',
  },
  proceed: 'Weiter',
  begin: 'Noch einmal beginnen',
  goOn: 'Weiter',
  stay: 'Dabei bleiben',
  switchUser: 'Konto wechseln',
  causes: 'Woran es meist liegt',
  report: 'Für Ihre Administration',
  reportHint: 'Bitte kopieren Sie das, wenn Sie um Hilfe bitten.',
  code: 'Fehler',
  rules: 'Regeln',
  correlationId: 'Vorgang',
  at: 'Zeit',
  provider: 'Anmeldedienst',
  signInWith: 'Mit {name} anmelden',
  lastTime: 'Wie beim letzten Mal',
  otherWays: 'Auf anderen Wegen',
  ownLogin: 'Mit Passwort anmelden',
  user: 'Benutzername oder E-Mail-Adresse',
  here: 'diesem Dienst',
  endSession: 'Abmelden',
  endSessionHere: 'Nur hier abmelden',
  signInAgain: 'Wieder anmelden',
  ...trialGerman,
};
