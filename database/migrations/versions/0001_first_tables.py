"""The tables that the house starts with."""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('channel', sa.String(length=80), nullable=False),
    sa.Column('action', sa.String(length=80), nullable=False),
    sa.Column('tool', sa.String(length=80), nullable=False),
    sa.Column('agent', sa.String(length=80), nullable=True),
    sa.Column('proposal_id', sa.String(length=40), nullable=True),
    sa.Column('rows', sa.Text(), nullable=False),
    sa.Column('outcome', sa.String(length=300), nullable=False),
    sa.Column('milliseconds', sa.Integer(), nullable=True),
    sa.Column('detail_hash', sa.String(length=64), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit')),
    sa.UniqueConstraint('digest', name=op.f('uq_audit_digest'))
    )
    op.create_index('ix_audit_person_at', 'audit', ['person_id', 'at'], unique=False)
    op.create_index('ix_audit_proposal', 'audit', ['proposal_id'], unique=False)
    op.create_table('exchange_rates',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('base', sa.String(length=3), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('rate', sa.BigInteger(), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exchange_rates')),
    sa.UniqueConstraint('base', 'currency', 'day', name=op.f('uq_exchange_rates_base_currency_day'))
    )
    op.create_table('import_batches',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('system', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('kind', sa.String(length=80), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=True),
    sa.Column('created', sa.Integer(), nullable=False),
    sa.Column('updated', sa.Integer(), nullable=False),
    sa.Column('unchanged', sa.Integer(), nullable=False),
    sa.Column('rejected', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_batches'))
    )
    op.create_index('ix_import_batches_kind_at', 'import_batches', ['kind', 'at'], unique=False)
    op.create_table('inbox',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('identity', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=80), nullable=False),
    sa.Column('order_key', sa.String(length=200), nullable=False),
    sa.Column('order_by', sa.String(length=40), nullable=False),
    sa.Column('payload', sa.Text(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('fence', sa.Integer(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=80), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('waiting', 'leased', 'done', 'failed', 'refused')", name=op.f('ck_inbox_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbox')),
    sa.UniqueConstraint('identity', name=op.f('uq_inbox_identity'))
    )
    op.create_index('ix_inbox_conversation', 'inbox', ['order_key', 'state', 'order_by', 'id'], unique=False)
    op.create_index('ix_inbox_waiting', 'inbox', ['state', 'not_before', 'order_key', 'order_by'], unique=False)
    op.create_table('settings',
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_settings'))
    )
    op.create_table('audit_details',
    sa.Column('audit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('salt', sa.String(length=32), nullable=False),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['audit_id'], ['audit.id'], name=op.f('fk_audit_details_audit_id')),
    sa.PrimaryKeyConstraint('audit_id', name=op.f('pk_audit_details'))
    )
    op.create_table('external_ids',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('system', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=80), nullable=False),
    sa.Column('external_id', sa.String(length=300), nullable=False),
    sa.Column('row_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=True),
    sa.Column('imported', sa.Text(), nullable=True),
    sa.Column('batch_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batches.id'], name=op.f('fk_external_ids_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_external_ids')),
    sa.UniqueConstraint('system', 'kind', 'external_id', name=op.f('uq_external_ids_system_kind_external_id'))
    )
    op.create_index('ix_external_ids_row', 'external_ids', ['kind', 'row_id'], unique=False)
    op.create_table('teams',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('batch_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batches.id'], name=op.f('fk_teams_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_teams')),
    sa.UniqueConstraint('name', name=op.f('uq_teams_name'))
    )
    op.create_index(op.f('ix_teams_batch_id'), 'teams', ['batch_id'], unique=False)
    op.create_table('people',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=True),
    sa.Column('slack_id', sa.String(length=40), nullable=True),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('is_admin', sa.Boolean(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('manager_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('team_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('locale', sa.String(length=20), nullable=False),
    sa.Column('time_zone', sa.String(length=60), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('batch_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("role IN ('csm', 'manager', 'director', 'service_manager', 'support', 'accounting', 'product', 'partner')", name=op.f('ck_people_role')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batches.id'], name=op.f('fk_people_batch_id')),
    sa.ForeignKeyConstraint(['manager_id'], ['people.id'], name=op.f('fk_people_manager_id')),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_people_team_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_people')),
    sa.UniqueConstraint('email', name=op.f('uq_people_email')),
    sa.UniqueConstraint('slack_id', name=op.f('uq_people_slack_id'))
    )
    op.create_index(op.f('ix_people_batch_id'), 'people', ['batch_id'], unique=False)
    op.create_index(op.f('ix_people_manager_id'), 'people', ['manager_id'], unique=False)
    op.create_index(op.f('ix_people_team_id'), 'people', ['team_id'], unique=False)
    op.create_table('accounts',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('parent_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('owner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('team_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('segment', sa.String(length=80), nullable=True),
    sa.Column('region', sa.String(length=80), nullable=True),
    sa.Column('country', sa.String(length=80), nullable=True),
    sa.Column('industry', sa.String(length=80), nullable=True),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('stage', sa.String(length=80), nullable=True),
    sa.Column('plan', sa.String(length=80), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=True),
    sa.Column('fiscal_year_end', sa.String(length=5), nullable=True),
    sa.Column('language', sa.String(length=5), nullable=True),
    sa.Column('signed_on', sa.Date(), nullable=True),
    sa.Column('health', sa.String(length=5), nullable=True),
    sa.Column('health_on', sa.Date(), nullable=True),
    sa.Column('health_reason', sa.String(length=500), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('batch_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("health IN ('red', 'amber', 'green')", name=op.f('ck_accounts_health')),
    sa.CheckConstraint("status IN ('active', 'onboarding', 'churned')", name=op.f('ck_accounts_status')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batches.id'], name=op.f('fk_accounts_batch_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['people.id'], name=op.f('fk_accounts_owner_id')),
    sa.ForeignKeyConstraint(['parent_id'], ['accounts.id'], name=op.f('fk_accounts_parent_id')),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_accounts_team_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accounts'))
    )
    op.create_index(op.f('ix_accounts_batch_id'), 'accounts', ['batch_id'], unique=False)
    op.create_index(op.f('ix_accounts_name'), 'accounts', ['name'], unique=False)
    op.create_index('ix_accounts_owner_status', 'accounts', ['owner_id', 'status'], unique=False)
    op.create_index(op.f('ix_accounts_parent_id'), 'accounts', ['parent_id'], unique=False)
    op.create_index(op.f('ix_accounts_team_id'), 'accounts', ['team_id'], unique=False)
    op.create_table('outbox',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('inbox_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('method', sa.String(length=80), nullable=False),
    sa.Column('channel', sa.String(length=80), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('audience', sa.String(length=80), nullable=False),
    sa.Column('payload', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('sent_ts', sa.String(length=80), nullable=True),
    sa.Column('about', sa.String(length=80), nullable=True),
    sa.Column('problem', sa.String(length=300), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('waiting', 'leased', 'done', 'failed', 'refused')", name=op.f('ck_outbox_state')),
    sa.ForeignKeyConstraint(['inbox_id'], ['inbox.id'], name=op.f('fk_outbox_inbox_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_outbox_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    sa.UniqueConstraint('inbox_id', 'seq', name=op.f('uq_outbox_inbox_id_seq'))
    )
    op.create_index('ix_outbox_about', 'outbox', ['about'], unique=False)
    op.create_index('ix_outbox_channel', 'outbox', ['channel', 'state', 'id'], unique=False)
    op.create_index('ix_outbox_waiting', 'outbox', ['state', 'not_before', 'id'], unique=False)
    op.create_table('transcript',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('token', sa.String(length=40), nullable=False),
    sa.Column('order_key', sa.String(length=200), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('said', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('calls', sa.Text(), nullable=False),
    sa.Column('shown', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_transcript_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_transcript')),
    sa.UniqueConstraint('token', name=op.f('uq_transcript_token'))
    )
    op.create_index('ix_transcript_conversation', 'transcript', ['order_key', 'person_id', 'id'], unique=False)
    op.create_table('account_names',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_account_names_account_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_names')),
    sa.UniqueConstraint('account_id', 'name', name=op.f('uq_account_names_account_id_name'))
    )
    op.create_table('activities',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('author_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=True),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('visibility', sa.String(length=10), nullable=False),
    sa.Column('link', sa.String(length=500), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('batch_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("kind IN ('note', 'meeting', 'call', 'email')", name=op.f('ck_activities_kind')),
    sa.CheckConstraint("visibility <> 'private' OR author_id IS NOT NULL", name=op.f('ck_activities_private_has_author')),
    sa.CheckConstraint("visibility IN ('team', 'private')", name=op.f('ck_activities_visibility')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_activities_account_id')),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_activities_author_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batches.id'], name=op.f('fk_activities_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activities'))
    )
    op.create_index('ix_activities_account_day', 'activities', ['account_id', 'happened_on'], unique=False)
    op.create_index('ix_activities_author', 'activities', ['author_id', 'happened_on'], unique=False)
    op.create_index(op.f('ix_activities_batch_id'), 'activities', ['batch_id'], unique=False)
    op.create_table('churn_records',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('left_on', sa.Date(), nullable=False),
    sa.Column('stated_reason', sa.String(length=80), nullable=True),
    sa.Column('root_reason', sa.String(length=80), nullable=True),
    sa.Column('competitor', sa.String(length=80), nullable=True),
    sa.Column('feedback', sa.Text(), nullable=True),
    sa.Column('preventable', sa.Boolean(), nullable=True),
    sa.Column('came_back', sa.Boolean(), nullable=True),
    sa.Column('after_upgrade', sa.Boolean(), nullable=True),
    sa.Column('after_downgrade', sa.Boolean(), nullable=True),
    sa.Column('refund', sa.BigInteger(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=True),
    sa.Column('details', sa.String(length=500), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('batch_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint('refund IS NULL OR currency IS NOT NULL', name=op.f('ck_churn_records_refund_currency')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_churn_records_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batches.id'], name=op.f('fk_churn_records_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_churn_records'))
    )
    op.create_index('ix_churn_records_account', 'churn_records', ['account_id'], unique=False)
    op.create_index(op.f('ix_churn_records_batch_id'), 'churn_records', ['batch_id'], unique=False)
    op.create_table('contacts',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('family_name', sa.String(length=300), nullable=True),
    sa.Column('given_name', sa.String(length=300), nullable=True),
    sa.Column('salutation', sa.String(length=10), nullable=True),
    sa.Column('academic_title', sa.String(length=80), nullable=True),
    sa.Column('form_of_address', sa.String(length=10), nullable=True),
    sa.Column('title', sa.String(length=300), nullable=True),
    sa.Column('email', sa.String(length=320), nullable=True),
    sa.Column('phone', sa.String(length=80), nullable=True),
    sa.Column('language', sa.String(length=5), nullable=True),
    sa.Column('role', sa.String(length=80), nullable=True),
    sa.Column('influence', sa.String(length=80), nullable=True),
    sa.Column('sentiment', sa.String(length=80), nullable=True),
    sa.Column('is_main', sa.Boolean(), nullable=False),
    sa.Column('reports_to_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('batch_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_contacts_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batches.id'], name=op.f('fk_contacts_batch_id')),
    sa.ForeignKeyConstraint(['reports_to_id'], ['contacts.id'], name=op.f('fk_contacts_reports_to_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contacts'))
    )
    op.create_index(op.f('ix_contacts_account_id'), 'contacts', ['account_id'], unique=False)
    op.create_index(op.f('ix_contacts_batch_id'), 'contacts', ['batch_id'], unique=False)
    op.create_table('contracts',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=80), nullable=True),
    sa.Column('start_on', sa.Date(), nullable=True),
    sa.Column('end_on', sa.Date(), nullable=True),
    sa.Column('notice_days', sa.Integer(), nullable=True),
    sa.Column('notice_on', sa.Date(), nullable=True),
    sa.Column('auto_renew', sa.Boolean(), nullable=True),
    sa.Column('uplift_cap', sa.BigInteger(), nullable=True),
    sa.Column('payment_terms', sa.String(length=80), nullable=True),
    sa.Column('billing', sa.String(length=80), nullable=True),
    sa.Column('notice_given_on', sa.Date(), nullable=True),
    sa.Column('outcome', sa.String(length=10), nullable=True),
    sa.Column('outcome_on', sa.Date(), nullable=True),
    sa.Column('renewed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('batch_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint("outcome IN ('renewed', 'lost')", name=op.f('ck_contracts_outcome')),
    sa.CheckConstraint('end_on IS NULL OR start_on IS NULL OR start_on <= end_on', name=op.f('ck_contracts_term')),
    sa.CheckConstraint('notice_days >= 0', name=op.f('ck_contracts_notice_days')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_contracts_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batches.id'], name=op.f('fk_contracts_batch_id')),
    sa.ForeignKeyConstraint(['renewed_by_id'], ['contracts.id'], name=op.f('fk_contracts_renewed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contracts')),
    sa.UniqueConstraint('id', 'account_id', name=op.f('uq_contracts_id_account_id'))
    )
    op.create_index('ix_contracts_account_end', 'contracts', ['account_id', 'end_on'], unique=False)
    op.create_index(op.f('ix_contracts_batch_id'), 'contracts', ['batch_id'], unique=False)
    op.create_index('ix_contracts_end', 'contracts', ['end_on'], unique=False)
    op.create_index('ix_contracts_notice', 'contracts', ['notice_on'], unique=False)
    op.create_table('import_conflicts',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('batch_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=80), nullable=False),
    sa.Column('row_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('owner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('field', sa.String(length=80), nullable=False),
    sa.Column('ours', sa.Text(), nullable=True),
    sa.Column('theirs', sa.Text(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_import_conflicts_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batches.id'], name=op.f('fk_import_conflicts_batch_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['people.id'], name=op.f('fk_import_conflicts_owner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_conflicts'))
    )
    op.create_index('ix_import_conflicts_owner', 'import_conflicts', ['owner_id', 'settled_at'], unique=False)
    op.create_table('proposals',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('tool', sa.String(length=80), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('order_key', sa.String(length=200), nullable=False),
    sa.Column('arguments', sa.Text(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('target', sa.String(length=80), nullable=True),
    sa.Column('target_version', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('written', sa.Text(), nullable=True),
    sa.CheckConstraint("state IN ('pending', 'saved', 'discarded', 'expired', 'undone', 'replaced')", name=op.f('ck_proposals_state')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_proposals_account_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_proposals_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposals'))
    )
    op.create_index('ix_proposals_person_state', 'proposals', ['person_id', 'state', 'created_at'], unique=False)
    op.create_table('tickets',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=80), nullable=True),
    sa.Column('subject', sa.String(length=500), nullable=True),
    sa.Column('priority', sa.String(length=80), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('first_response_minutes', sa.Integer(), nullable=True),
    sa.Column('resolution_hours', sa.BigInteger(), nullable=True),
    sa.Column('satisfaction', sa.Integer(), nullable=True),
    sa.Column('escalated', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('batch_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_tickets_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batches.id'], name=op.f('fk_tickets_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tickets'))
    )
    op.create_index('ix_tickets_account_opened', 'tickets', ['account_id', 'opened_at'], unique=False)
    op.create_index(op.f('ix_tickets_batch_id'), 'tickets', ['batch_id'], unique=False)
    op.create_table('usage_months',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('active_users', sa.Integer(), nullable=True),
    sa.Column('seats', sa.Integer(), nullable=True),
    sa.Column('events', sa.BigInteger(), nullable=True),
    sa.Column('seconds', sa.BigInteger(), nullable=True),
    sa.Column('errors', sa.BigInteger(), nullable=True),
    sa.Column('features', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('batch_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_usage_months_account_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batches.id'], name=op.f('fk_usage_months_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_usage_months')),
    sa.UniqueConstraint('account_id', 'month', name=op.f('uq_usage_months_account_id_month'))
    )
    op.create_index(op.f('ix_usage_months_batch_id'), 'usage_months', ['batch_id'], unique=False)
    op.create_table('attendees',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('activity_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('contact_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['activity_id'], ['activities.id'], name=op.f('fk_attendees_activity_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['contact_id'], ['contacts.id'], name=op.f('fk_attendees_contact_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendees')),
    sa.UniqueConstraint('activity_id', 'name', name=op.f('uq_attendees_activity_id_name'))
    )
    op.create_index('ix_attendees_contact', 'attendees', ['contact_id'], unique=False)
    op.create_table('contract_lines',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('product', sa.String(length=80), nullable=True),
    sa.Column('seats', sa.Integer(), nullable=True),
    sa.Column('arr', sa.BigInteger(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('start_on', sa.Date(), nullable=True),
    sa.Column('end_on', sa.Date(), nullable=True),
    sa.Column('is_trial', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('batch_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.CheckConstraint('seats >= 0', name=op.f('ck_contract_lines_seats')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batches.id'], name=op.f('fk_contract_lines_batch_id')),
    sa.ForeignKeyConstraint(['contract_id', 'account_id'], ['contracts.id', 'contracts.account_id'], name=op.f('fk_contract_lines_contract_id_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_lines'))
    )
    op.create_index('ix_contract_lines_account_end', 'contract_lines', ['account_id', 'end_on'], unique=False)
    op.create_index(op.f('ix_contract_lines_batch_id'), 'contract_lines', ['batch_id'], unique=False)
    op.create_index('ix_contract_lines_contract', 'contract_lines', ['contract_id'], unique=False)
    op.create_table('tasks',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('owner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('activity_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('contact_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('title', sa.String(length=500), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('priority', sa.String(length=80), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('batch_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_tasks_account_id')),
    sa.ForeignKeyConstraint(['activity_id'], ['activities.id'], name=op.f('fk_tasks_activity_id')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batches.id'], name=op.f('fk_tasks_batch_id')),
    sa.ForeignKeyConstraint(['contact_id'], ['contacts.id'], name=op.f('fk_tasks_contact_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['people.id'], name=op.f('fk_tasks_owner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tasks'))
    )
    op.create_index('ix_tasks_account', 'tasks', ['account_id'], unique=False)
    op.create_index(op.f('ix_tasks_activity_id'), 'tasks', ['activity_id'], unique=False)
    op.create_index(op.f('ix_tasks_batch_id'), 'tasks', ['batch_id'], unique=False)
    op.create_index('ix_tasks_owner_due', 'tasks', ['owner_id', 'done_at', 'due_on'], unique=False)


    for table in AUDIT:
        for statement in append_only(table, op.get_bind().dialect.name):
            op.execute(statement)


def append_only(table: str, dialect: str) -> list[str]:
    """Rows of the audit are never changed or deleted: the database itself refuses."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{what} BEFORE {what} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"
            for what in ("update", "delete")
        ]
    return [
        "CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()",
    ]


AUDIT = ("audit",)


def downgrade() -> None:
    op.drop_index('ix_tasks_owner_due', table_name='tasks')
    op.drop_index(op.f('ix_tasks_batch_id'), table_name='tasks')
    op.drop_index(op.f('ix_tasks_activity_id'), table_name='tasks')
    op.drop_index('ix_tasks_account', table_name='tasks')
    op.drop_table('tasks')
    op.drop_index('ix_contract_lines_contract', table_name='contract_lines')
    op.drop_index(op.f('ix_contract_lines_batch_id'), table_name='contract_lines')
    op.drop_index('ix_contract_lines_account_end', table_name='contract_lines')
    op.drop_table('contract_lines')
    op.drop_index('ix_attendees_contact', table_name='attendees')
    op.drop_table('attendees')
    op.drop_index(op.f('ix_usage_months_batch_id'), table_name='usage_months')
    op.drop_table('usage_months')
    op.drop_index(op.f('ix_tickets_batch_id'), table_name='tickets')
    op.drop_index('ix_tickets_account_opened', table_name='tickets')
    op.drop_table('tickets')
    op.drop_index('ix_proposals_person_state', table_name='proposals')
    op.drop_table('proposals')
    op.drop_index('ix_import_conflicts_owner', table_name='import_conflicts')
    op.drop_table('import_conflicts')
    op.drop_index('ix_contracts_notice', table_name='contracts')
    op.drop_index('ix_contracts_end', table_name='contracts')
    op.drop_index(op.f('ix_contracts_batch_id'), table_name='contracts')
    op.drop_index('ix_contracts_account_end', table_name='contracts')
    op.drop_table('contracts')
    op.drop_index(op.f('ix_contacts_batch_id'), table_name='contacts')
    op.drop_index(op.f('ix_contacts_account_id'), table_name='contacts')
    op.drop_table('contacts')
    op.drop_index(op.f('ix_churn_records_batch_id'), table_name='churn_records')
    op.drop_index('ix_churn_records_account', table_name='churn_records')
    op.drop_table('churn_records')
    op.drop_index(op.f('ix_activities_batch_id'), table_name='activities')
    op.drop_index('ix_activities_author', table_name='activities')
    op.drop_index('ix_activities_account_day', table_name='activities')
    op.drop_table('activities')
    op.drop_table('account_names')
    op.drop_index('ix_transcript_conversation', table_name='transcript')
    op.drop_table('transcript')
    op.drop_index('ix_outbox_waiting', table_name='outbox')
    op.drop_index('ix_outbox_channel', table_name='outbox')
    op.drop_index('ix_outbox_about', table_name='outbox')
    op.drop_table('outbox')
    op.drop_index(op.f('ix_accounts_team_id'), table_name='accounts')
    op.drop_index(op.f('ix_accounts_parent_id'), table_name='accounts')
    op.drop_index('ix_accounts_owner_status', table_name='accounts')
    op.drop_index(op.f('ix_accounts_name'), table_name='accounts')
    op.drop_index(op.f('ix_accounts_batch_id'), table_name='accounts')
    op.drop_table('accounts')
    op.drop_index(op.f('ix_people_team_id'), table_name='people')
    op.drop_index(op.f('ix_people_manager_id'), table_name='people')
    op.drop_index(op.f('ix_people_batch_id'), table_name='people')
    op.drop_table('people')
    op.drop_index(op.f('ix_teams_batch_id'), table_name='teams')
    op.drop_table('teams')
    op.drop_index('ix_external_ids_row', table_name='external_ids')
    op.drop_table('external_ids')
    op.drop_table('audit_details')
    op.drop_table('settings')
    op.drop_index('ix_inbox_conversation', table_name='inbox')
    op.drop_index('ix_inbox_waiting', table_name='inbox')
    op.drop_table('inbox')
    op.drop_index('ix_import_batches_kind_at', table_name='import_batches')
    op.drop_table('import_batches')
    op.drop_table('exchange_rates')
    op.drop_index('ix_audit_proposal', table_name='audit')
    op.drop_index('ix_audit_person_at', table_name='audit')
    op.drop_table('audit')
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_audit_change")
