"""Words of the page's frame, by language: what no plan says, and every page needs."""

from __future__ import annotations

from collections.abc import Mapping

_KEYS = ("skip", "nav", "menu", "more", "top", "others", "item", "email", "sign_up", "pictures", "phone", "address", "hours")
_ROWS: Mapping[str, str] = {
    "en": "Skip to content|Page|Menu|Read on|Back to top|Elsewhere|What|E-mail address|Sign up|Pictures|Telephone|Address|Open",
    "zh": "跳到正文|页面|菜单|继续阅读|回到顶部|别处|项目|电子邮箱|订阅|图片|电话|地址|营业时间",
    "de": "Zum Inhalt|Seite|Menü|Weiterlesen|Nach oben|Anderswo|Was|E-Mail-Adresse|Anmelden|Bilder|Telefon|Adresse|Geöffnet",
    "fr": "Aller au contenu|Page|Menu|Lire la suite|Haut de page|Ailleurs|Quoi|Adresse e-mail|S’inscrire|Images|Téléphone|Adresse|Ouvert",
    "es": "Ir al contenido|Página|Menú|Seguir leyendo|Volver arriba|En otros sitios|Qué|Correo electrónico|Suscribirse|Imágenes|Teléfono|Dirección|Abierto",
    "pt": "Ir para o conteúdo|Página|Menu|Continuar a ler|Voltar ao topo|Noutros sítios|O quê|E-mail|Inscrever-se|Imagens|Telefone|Morada|Aberto",
    "it": "Vai al contenuto|Pagina|Menu|Continua|Torna su|Altrove|Cosa|Indirizzo e-mail|Iscriviti|Immagini|Telefono|Indirizzo|Aperto",
    "nl": "Naar de inhoud|Pagina|Menu|Lees verder|Naar boven|Elders|Wat|E-mailadres|Aanmelden|Beelden|Telefoon|Adres|Open",
    "ja": "本文へ|ページ|メニュー|続きを読む|上へ戻る|他では|項目|メールアドレス|登録する|画像|電話|住所|営業時間",
    "ko": "본문으로|페이지|메뉴|더 읽기|맨 위로|다른 곳|항목|이메일 주소|구독하기|사진|전화|주소|영업시간",
    "ru": "К содержанию|Страница|Меню|Читать дальше|Наверх|У других|Что|Электронная почта|Подписаться|Фотографии|Телефон|Адрес|Открыто",
    "ar": "انتقل إلى المحتوى|الصفحة|القائمة|تابع القراءة|إلى الأعلى|في أماكن أخرى|البند|البريد الإلكتروني|اشترك|صور|الهاتف|العنوان|أوقات العمل",
    "he": "דלג לתוכן|עמוד|תפריט|המשך לקרוא|חזרה למעלה|במקומות אחרים|פריט|דואר אלקטרוני|הרשמה|תמונות|טלפון|כתובת|שעות פתיחה",
}


def words_of(language: str) -> Mapping[str, str]:
    """The words of a language; English for one that is not known."""
    row = _ROWS.get(language.split("-")[0].lower(), _ROWS["en"])
    return dict(zip(_KEYS, row.split("|"), strict=True))
