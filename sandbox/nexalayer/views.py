"""What an agent gets to see of the records: the bodies of the answers."""

from datetime import datetime

from sandbox.nexalayer import catalogue, model, schemas
from sandbox.nexalayer.catalogue import CURRENCY
from sandbox.nexalayer.health import EventType, Health, assess
from sandbox.nexalayer.limit import WINDOW_SECONDS
from sandbox.nexalayer.model import Status
from sandbox.nexalayer.schemas import money


def registered(account: model.Account, credentials: model.Credentials) -> schemas.Registered:
    """A new account with its credentials."""
    return schemas.Registered(
        agent_id=account.id,
        name=account.profile.name,
        api_key=credentials.api_key,
        api_secret=credentials.api_secret,
        trial=schemas.Trial(balance=money(model.TRIAL_CENTS), currency=CURRENCY),
        created_at=account.created_at,
    )


def account_info(
    account: model.Account, auth_mode: schemas.AuthMode, requests_per_minute: int
) -> schemas.AccountInfo:
    """An account, for the agent whose it is."""
    return schemas.AccountInfo(
        agent_id=account.id,
        name=account.profile.name,
        contact_email=account.profile.contact_email,
        webhook_url=account.profile.webhook_url,
        description=account.profile.description,
        rate_limit=schemas.RateLimit(requests=requests_per_minute, window_seconds=WINDOW_SECONDS),
        auth_mode=auth_mode,
        created_at=account.created_at,
    )


def product(product: catalogue.Product) -> schemas.Product:
    """An entry of the catalogue."""
    return schemas.Product(
        product_no=product.product_no,
        name=product.name,
        type=product.kind,
        price=money(product.cents),
        currency=CURRENCY,
        unit=product.unit,
    )


def region(region: catalogue.Region) -> schemas.Region:
    """A country with its cities."""
    cities = [schemas.City(code=code, name=name) for code, name in region.cities.items()]
    return schemas.Region(code=region.code, name=region.name, cities=cities)


def new_session(session: model.Session, charge: model.Charge) -> schemas.NewSession:
    """A session just bought: of a repeated request, what its first answer said."""
    return schemas.NewSession(
        session_id=charge.session_id,
        type=session.kind,
        amount=money(charge.cents),
        currency=CURRENCY,
        created_at=charge.created_at,
        expires_at=charge.paid_until,
    )


def session(session: model.Session) -> schemas.Session:
    """A session; only an active one has a proxy to show."""
    is_active = session.status is Status.ACTIVE
    health = assess(session.reports)
    return schemas.Session(
        session_id=session.id,
        type=session.kind,
        status=session.status,
        product_no=session.product_no,
        proxy=proxy(session) if is_active else None,
        location=schemas.Location(country=session.country, city=session.city),
        rotation=_rotation(session.rotation) if session.rotation else None,
        health=schemas.Verdict(
            risk_level=health.risk_level,
            health_score=health.score,
            success_rate=health.success_rate,
        ),
        usage=_usage(session),
        ip_list=list(session.ips) if is_active and session.ips else None,
        created_at=session.created_at,
        expires_at=session.expires_at,
    )


def proxy(session: model.Session) -> schemas.Proxy:
    """Where a session's proxy listens, and its login."""
    login = session.login
    return schemas.Proxy(
        host=session.host,
        port=session.port,
        username=login.username,
        password=login.password,
        protocol=session.protocol,
        full_url=f"{session.protocol}://{login.username}:{login.password}"
        f"@{session.host}:{session.port}",
    )


def renewed(charge: model.Charge) -> schemas.Renewed:
    """A session's later end: of a repeated request, what its first answer said."""
    return schemas.Renewed(
        session_id=charge.session_id,
        amount=money(charge.cents),
        currency=CURRENCY,
        expires_at=charge.paid_until,
    )


def advice(session: model.Session) -> schemas.Advice:
    """How a session does, and what to do about it."""
    health = assess(session.reports)
    return schemas.Advice(
        risk_level=health.risk_level,
        health_score=health.score,
        success_rate=health.success_rate,
        recommendation=health.recommendation,
    )


def session_health(session: model.Session) -> schemas.SessionHealth:
    """How a session does, and the reports that say so."""
    health = assess(session.reports)
    return schemas.SessionHealth(
        session_id=session.id,
        risk_level=health.risk_level,
        health_score=health.score,
        success_rate=health.success_rate,
        recommendation=health.recommendation,
        stats=_stats(health),
    )


def recharge(order: model.Order, now: datetime) -> schemas.Recharge:
    """An order as it stands at `now`; a USDT is worth a dollar."""
    return schemas.Recharge(
        order_id=order.id,
        status=order.status(now),
        amount=money(order.cents),
        amount_usdt=money(order.cents),
        created_at=order.created_at,
        expire_time=order.expires_at,
    )


def transaction(transaction: model.Transaction) -> schemas.Transaction:
    """A movement of money."""
    return schemas.Transaction(
        transaction_id=transaction.id,
        type=transaction.type,
        amount=money(transaction.cents),
        balance_after=money(transaction.balance_cents),
        currency=CURRENCY,
        session_id=transaction.session_id,
        created_at=transaction.created_at,
    )


def pagination(page: model.Page, total: int) -> schemas.Pagination:
    """Which part of `total` entries a page is."""
    return schemas.Pagination(
        page=page.number,
        page_size=page.size,
        total=total,
        total_pages=-(-total // page.size),
    )


def overview(overview: model.Overview) -> schemas.Overview:
    """An account at a glance."""
    return schemas.Overview(
        balance=money(overview.balance_cents),
        currency=CURRENCY,
        active_sessions=overview.active_sessions,
        total_sessions=overview.total_sessions,
        total_spent=money(overview.spent_cents),
    )


def _rotation(rotation: model.Rotation) -> schemas.Rotation:
    return schemas.Rotation(
        mode=rotation.mode,
        interval_seconds=rotation.interval_seconds,
        next_rotation_at=rotation.next_at,
    )


def _usage(session: model.Session) -> schemas.Usage:
    # Nothing ever flows through the proxies of the sandbox.
    bought = None if session.traffic_gb is None else float(session.traffic_gb)
    return schemas.Usage(traffic_total_gb=bought, traffic_used_gb=0.0, traffic_remaining_gb=bought)


def _stats(health: Health) -> schemas.Stats:
    counts = {event_type: health.reports.get(event_type, 0) for event_type in EventType}
    total, successes = sum(counts.values()), counts[EventType.SUCCESS]
    return schemas.Stats(
        total_requests=total,
        success_count=successes,
        error_count=total - successes,
        by_event_type=counts,
    )
