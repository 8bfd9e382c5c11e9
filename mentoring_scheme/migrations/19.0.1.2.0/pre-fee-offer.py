# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).


def migrate(cr, version):
    """Fill new columns that would otherwise be computed as of today.

    What was invoiced keeps its product and its taxes; an accepted price stays.
    """
    cr.execute(
        """
        ALTER TABLE mentoring_fee
                ADD COLUMN product_id integer,
                ADD COLUMN date_offered date,
                ADD COLUMN price_offered numeric,
                ADD COLUMN amount_offered numeric,
                ADD COLUMN amount_released numeric,
                ADD COLUMN amount_total numeric,
                ADD COLUMN amount_tax numeric,
                ADD COLUMN date_told date;
        UPDATE mentoring_fee SET date_told = CURRENT_DATE WHERE move_id IS NOT NULL;
        ALTER TABLE account_move ADD COLUMN is_mentoring_fee boolean;
        CREATE TABLE mentoring_fee_tax_rel (
            mentoring_fee_id integer NOT NULL
                REFERENCES mentoring_fee ON DELETE CASCADE,
            account_tax_id integer NOT NULL
                REFERENCES account_tax ON DELETE CASCADE,
            PRIMARY KEY (mentoring_fee_id, account_tax_id)
        );
        UPDATE account_move move SET is_mentoring_fee = TRUE
          FROM account_move_line line
         WHERE line.move_id = move.id AND line.mentoring_fee_id IS NOT NULL;
        INSERT INTO mentoring_fee_tax_rel
        SELECT DISTINCT line.mentoring_fee_id, tax.account_tax_id
          FROM account_move_line line
          JOIN account_move_line_account_tax_rel tax
               ON tax.account_move_line_id = line.id
         WHERE line.mentoring_fee_id IS NOT NULL AND line.parent_state <> 'cancel';
        UPDATE mentoring_fee fee
           SET product_id = line.product_id,
               amount = line.price_unit,
               amount_total = line.price_total,
               amount_tax = line.price_total - line.price_subtotal
          FROM account_move_line line
         WHERE line.mentoring_fee_id = fee.id AND line.parent_state <> 'cancel';
        UPDATE mentoring_fee fee
           SET product_id = CASE application.role
                                WHEN 'mentor' THEN scheme.mentor_fee_product_id
                                ELSE scheme.fee_product_id
                            END
          FROM mentoring_application application
          JOIN mentoring_intake intake ON intake.id = application.intake_id
          JOIN mentoring_scheme scheme ON scheme.id = intake.scheme_id
         WHERE fee.product_id IS NULL AND application.id = fee.application_id;
        """
    )
