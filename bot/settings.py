"""Every setting, read once and frozen. The defaults need nothing."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """From the environment, or from a file `.env` beside it. Secrets come from nowhere else."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, populate_by_name=True
    )

    database_url: SecretStr | None = Field(None, alias="DATABASE_URL")
    """SQLite or PostgreSQL; without it a file in the data folder."""
    data: Path = Field(Path("data"), alias="STEWARD_DATA")
    """Where files of our own live: databases without DATABASE_URL, the index of documents."""
    user: str | None = Field(None, alias="STEWARD_USER")
    """Who asks in the terminal (e-mail or name), where --as does not say."""
    host: str = Field("127.0.0.1", alias="STEWARD_HOST")
    port: int = Field(3000, alias="STEWARD_PORT", ge=1, le=65535)

    policy: Literal["own", "team", "all"] = Field("team", alias="STEWARD_POLICY")
    """Which accounts a colleague sees: their own, their team's, all."""
    currency: str = Field("EUR", alias="STEWARD_CURRENCY", pattern="^[A-Z]{3}$")
    """The currency of totals."""
    fiscal_year_start: int = Field(1, alias="STEWARD_FISCAL_YEAR_START", ge=1, le=12)
    """The month in which the company's fiscal year starts."""
    stale_after_days: int = Field(7, alias="STEWARD_STALE_AFTER_DAYS", ge=1)
    """Answers warn when the data is older."""
    quiet_after_days: int = Field(60, alias="STEWARD_QUIET_AFTER_DAYS", ge=1)
    """Days without a touch after which an account has gone quiet."""

    chroma_url: str | None = Field(None, alias="CHROMA_URL")
    """A Chroma server; without it the index is a folder of ours."""

    agent: Literal["auto", "embedded", "openai"] = Field("auto", alias="STEWARD_AGENT")
    """Who reads messages: the embedded agent where it is sure and the model where not; the embedded one; the model."""
    openai_api_key: SecretStr | None = Field(None, alias="OPENAI_API_KEY")
    """Without it no model is ever asked."""
    openai_base_url: str = Field("https://api.openai.com/v1", alias="OPENAI_BASE_URL")
    """Any OpenAI-compatible endpoint that `model_endpoints` names."""
    model_endpoints: str = Field("https://api.openai.com/v1", alias="STEWARD_MODEL_ENDPOINTS")
    """The addresses that may be told customers' data at all, separated by commas."""
    model: str = Field("gpt-5-mini", alias="STEWARD_MODEL", min_length=1)
    model_data: Literal["none", "facts", "notes"] = Field("facts", alias="MODEL_DATA")
    """What of the records a model may be told: nothing, facts, notes' texts as well. Private notes never."""
    model_hides_contacts: bool = Field(True, alias="MODEL_HIDES_CONTACTS")
    """Contacts' names and addresses go to the model as placeholders."""
    model_daily_tokens: int = Field(200_000, alias="STEWARD_MODEL_DAILY_TOKENS", ge=0)
    """A person's share of a day, in and out together."""
    writer: Literal["composed", "model"] = Field("composed", alias="STEWARD_WRITER")
    """Who words customers' letters: our templates, or the model out of our templates."""

    slack_bot_token: SecretStr | None = Field(None, alias="SLACK_BOT_TOKEN")
    slack_app_token: SecretStr | None = Field(None, alias="SLACK_APP_TOKEN")
    """Set: Socket Mode."""
    slack_signing_secret: SecretStr | None = Field(None, alias="SLACK_SIGNING_SECRET")
    """Set with the bot token and without an app token: HTTP at /slack/events."""
    slack_api_url: str = Field("https://slack.com/api/", alias="SLACK_API_URL")
    """Any Slack-compatible server; passed to every client."""
    workers: int = Field(4, alias="STEWARD_WORKERS", ge=1, le=64)
    """How many turns run at once."""

    @property
    def slack(self) -> bool:
        """Whether any of Slack's variables is set, and so the sample book stays out."""
        return any((self.slack_bot_token, self.slack_app_token, self.slack_signing_secret))
